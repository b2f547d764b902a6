"""Readers for the files of office programs."""
