"""How a view says that a form was saved where its answer is a page, such as one that shows a number once."""

from django.http import HttpRequest

_NOTED = "_burden_saved"


def note_saved(request: HttpRequest) -> None:
    """What came with this request was saved, whatever the answer looks like."""
    setattr(request, _NOTED, True)


def is_noted(request: HttpRequest) -> bool:
    return bool(getattr(request, _NOTED, False))
