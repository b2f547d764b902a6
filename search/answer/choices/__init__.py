"""Answers chosen among all values of the fitting shape that the likeliest passages state."""
