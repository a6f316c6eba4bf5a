from .place import Place, PlaceName, PlaceQuerySet, PlaceSuccession

__all__ = ["Place", "PlaceName", "PlaceQuerySet", "PlaceSuccession"]
