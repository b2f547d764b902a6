"""`python -m api` is `chidao`."""

from api.cli import main

main()
