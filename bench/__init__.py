"""What things cost: each module prints one JSON line per figure (`make bench`)."""
