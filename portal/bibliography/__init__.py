"""Bibliographic records in, whatever the format; opens no address. Files are hostile until read."""
