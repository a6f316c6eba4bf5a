from .case import Case, CaseQuerySet, Contact
from .category import Category, CategoryVersion
from .clockwork import Pause, Request, StageRun
from .photo import CasePhoto
from .saved_view import SavedView

__all__ = [
    "Case",
    "CasePhoto",
    "CaseQuerySet",
    "Category",
    "CategoryVersion",
    "Contact",
    "Pause",
    "Request",
    "SavedView",
    "StageRun",
]
