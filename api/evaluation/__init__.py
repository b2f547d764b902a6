"""How good runs and answers are, against what people judged."""
