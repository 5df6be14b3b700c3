"""Works, editions and entries: reading files, saying, withdrawing, grouping, exchanging."""
