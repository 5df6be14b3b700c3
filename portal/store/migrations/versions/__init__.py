"""Alembic migrations; revisions are in versions/."""
