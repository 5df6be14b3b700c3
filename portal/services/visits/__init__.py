"""Support visits: asked for, agreed to, begun, ended, shown and reported."""
