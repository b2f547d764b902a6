"""What readers think of answers: taken, kept, listed, exported as judgements."""
