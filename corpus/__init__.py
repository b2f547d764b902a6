"""Official texts in, records out, and the catalog that keeps them."""
