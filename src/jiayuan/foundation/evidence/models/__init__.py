from .photo import Photo
from .sound import Sound

__all__ = ["Photo", "Sound"]
