"""Adding works: from ISBNs, lists, photographs and files, reviewed before they are saved."""
