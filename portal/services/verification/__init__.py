"""What must always hold: ledger, chain, runs and rows beside what was recorded."""
