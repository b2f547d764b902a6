"""How families of documents are shown: as JSON, as a tree at the terminal, as a drawing."""
