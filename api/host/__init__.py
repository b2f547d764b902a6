"""What lies between us and the machine: private files, its messages, sockets and processes."""
