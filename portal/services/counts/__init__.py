"""The counts that stand: which imports and files of counts hold, and titles by library record."""
