"""Uploads: files taken over HTTP, and the tasks that bring them into the catalog."""
