"""Other search libraries over the same passages, questions and vectors, in one run with ours."""
