"""Everything about speed in one command: machine, start, build, questions, memory, disk, what is possible."""
