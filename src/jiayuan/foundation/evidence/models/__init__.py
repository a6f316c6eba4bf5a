from .photo import Photo

__all__ = ["Photo"]
