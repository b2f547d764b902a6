"""Web pages: what a page says, without what stands around it."""
