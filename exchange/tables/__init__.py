"""Pure: tables out of files people bring, read strictly. What is not clear is refused, with its line."""
