"""Reading files in processes of their own, with limits on time and memory.

A reader may hang, crash or eat all memory on a file; here that costs the file and nothing else. Nothing in
this room knows the catalog, so a worker starts without the database's libraries.
"""
