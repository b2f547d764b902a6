"""The tools and texts that language models get through the Model Context Protocol."""
