"""What `/export/` wrote comes back into an empty installation."""
