"""How fast texts become vectors, and what speed costs."""
