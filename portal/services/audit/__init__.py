"""The audit chain: recording, searching, its head, and what a party reads of it."""
