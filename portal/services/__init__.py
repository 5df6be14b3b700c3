"""Use cases as verbs: the only bridge from rows to values. Services flush and never commit."""
