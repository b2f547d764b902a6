"""The libraries that are compared, one a file, each as its own documentation uses it."""
