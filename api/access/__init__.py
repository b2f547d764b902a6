"""Who may do and see what: keys, sessions, rates, and the record of what was done."""
