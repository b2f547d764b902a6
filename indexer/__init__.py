"""The catalog's derived indexes on disk, and their read side."""
