"""The engine in this process, for notebooks and scripts: no server, and the records of the layers below.

from api.local import Chidao

with Chidao.open("data") as chidao:
    chidao.ask("Ai ký Công văn 1023?")
"""

from api.local.chidao import Chidao

__all__ = ["Chidao"]
