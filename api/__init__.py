"""HTTP, command line and web page: the only place that knows how we are called."""
