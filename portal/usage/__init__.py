"""Usage files in, counts out: readers by format, the archive of originals, counting in SQL."""
