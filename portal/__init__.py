"""Colophon: an author portal for lending remuneration."""
