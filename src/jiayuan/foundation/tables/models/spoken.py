"""What is kept in every language there is."""

from typing import Any

from django.utils import translation


def spoken(words: dict[str, Any]) -> list[str] | None:
    """In the present language; None where that is not among them."""
    return words.get(translation.get_language() or "")
