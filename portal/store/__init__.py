"""The database: models by subject, the session, the migrations."""
