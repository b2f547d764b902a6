"""Many questions at once: lines in, lines out."""
