"""Parameters: the numbers of the rules as they hold on a day."""
