"""Runs as the office sees them: checks, comparison, samples, explaining, approval, statistics."""
