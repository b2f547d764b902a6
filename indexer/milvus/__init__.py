"""Passages in Milvus: the same seam as the local index, over an engine that many processes share."""
