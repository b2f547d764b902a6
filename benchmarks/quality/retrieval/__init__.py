"""The retrieval benchmark: sets with judgements, five forms of every question, rows to compare."""
