"""How many documents there are of each kind, issuer, year and force: what a list can be narrowed by."""

from api.facets.count import FacetFilter, Shelf, facets_of
from api.facets.schemas import FacetsOut

__all__ = ["FacetFilter", "FacetsOut", "Shelf", "facets_of"]
