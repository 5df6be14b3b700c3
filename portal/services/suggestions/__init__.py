"""What may be a party's and what it may be missing, with its worth."""
