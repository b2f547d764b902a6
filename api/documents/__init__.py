"""One document: its header, its text, what it cites, its file, and what it said before."""
