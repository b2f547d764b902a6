"""What documents count and measure, as clients see it."""
