"""What is read from the pages of the room."""
