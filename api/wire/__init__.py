"""What crosses the wire: the shapes of requests, answers and problems, and what is checked of them once."""
