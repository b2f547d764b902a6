"""How the shipped weights and tables were made, from public packages and public text."""
