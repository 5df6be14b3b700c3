"""The office's day, its view of works, and its letters."""
