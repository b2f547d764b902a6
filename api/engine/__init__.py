"""The engine behind every route: put together, kept up with the catalog, seen by each caller as far as the key reaches."""
