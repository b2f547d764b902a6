"""The register of assignments: who was told to do what by when, across all documents."""

from search.register.bodies import Via
from search.register.registrar import Registrar
from search.register.rows import RegisterFilter, RegisterPage, RegisterRow

__all__ = ["RegisterFilter", "RegisterPage", "RegisterRow", "Registrar", "Via"]
