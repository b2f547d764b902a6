"""The engine behind every route: put together, kept up with the catalog, seen as far as a key reaches."""
