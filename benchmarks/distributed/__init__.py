"""An engine of vectors: what one node takes, and whether its hits are those of the local index."""
