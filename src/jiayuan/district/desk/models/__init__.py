from .readmark import ReadMark

__all__ = ["ReadMark"]
