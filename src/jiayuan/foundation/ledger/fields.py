"""The payload's column."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models

from .hashing import canonical

if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
else:
    _Text = models.TextField


class CanonicalJSONField(_Text):
    """JSON kept as its canonical text, so that what is stored is exactly what was hashed.

    A database's own JSON type would rewrite numbers (``1e16``), refuse NUL characters and cost the verifier a
    parse and a print of every payload. Nothing is ever searched inside it.
    """

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else canonical(value)
