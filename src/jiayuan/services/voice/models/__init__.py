from .rating import Rating

__all__ = ["Rating"]
