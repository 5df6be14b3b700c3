"""Asking bibliographies and keeping what they answered."""
