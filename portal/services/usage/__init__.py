"""Loans as the libraries hand them in: importing, refusing, coverage and doubts."""
