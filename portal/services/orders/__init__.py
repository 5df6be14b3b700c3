"""Long work that a page orders and the queue does."""
