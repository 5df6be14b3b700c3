"""Runs: collect the facts, calculate, freeze, approve by two, post to the ledger, export."""
