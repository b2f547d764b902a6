"""Text to numbers: embedder, analyzer and their specs. Knows no record type."""
