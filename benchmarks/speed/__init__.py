"""How fast texts become vectors, what speed costs, how fast files are taken in, and how size slows that."""
