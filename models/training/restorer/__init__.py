"""How the diacritic restorer's table is made and measured."""
