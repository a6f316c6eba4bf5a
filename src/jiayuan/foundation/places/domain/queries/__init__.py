"""Reading the tree of places: what other rooms import."""

from .lineage import current_district, inside_place, lineage, ranges_of, ranges_of_communities
from .page import communities
from .search import search_places
from .where import inside_district, nearest_communities, place_at

__all__ = [
    "communities",
    "current_district",
    "inside_district",
    "inside_place",
    "lineage",
    "nearest_communities",
    "place_at",
    "ranges_of",
    "ranges_of_communities",
    "search_places",
]
