"""The list of works and one work as its claimant sees them, with what each brought."""
