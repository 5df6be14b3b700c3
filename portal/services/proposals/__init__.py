"""A number of the rules changes by two people, after a run in the shadow."""
