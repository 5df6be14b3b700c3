"""Photographs in, bar codes out. A picture is hostile until it is read."""
