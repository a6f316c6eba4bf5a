"""Programs that call: a client with a token, and JSON sent and read."""

import json
from typing import Any

from django.test import Client

from tests.factories import ApiTokenFactory, PlaceFactory

COMMUNITY = "140106004010"


def token_for(person: Any, *scopes: str, path: str = COMMUNITY) -> dict[str, str]:
    """The header of a token for ``person``."""
    text = f"jy_{person.pk}_{'-'.join(scopes)}_{path}"
    ApiTokenFactory(person=person, scopes=list(scopes), place=PlaceFactory(path=path), text=text)
    return {"Authorization": f"Bearer {text}"}


def get(path: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
    return Client().get(path, query, headers=headers or {})


def post(path: str, body: Any, headers: dict[str, str] | None = None, client: Client | None = None) -> Any:
    text = json.dumps(body)
    return (client or Client()).post(path, text, content_type="application/json", headers=headers or {})
