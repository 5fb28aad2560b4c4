"""Everything leaves as one ZIP: CSV files to read, and one JSON from which all of it can be made again."""
