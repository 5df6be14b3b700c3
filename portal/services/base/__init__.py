"""What every use case stands on: the database, locks, what is kept, texts, tables, parties."""
