"""Parties as people: names, contact, tax cards, mandates, estates, and finding them."""
