"""Loans for reading: by work, by library system, the most lent titles."""
