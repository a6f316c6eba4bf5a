"""The API described on a page of our own: no script from elsewhere, nothing inline."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.foundation.common.visit import Visit

from .api import api
from .spoken import spoken, where
from .visitors import SECONDS, TURNS

COMMON = ("Accept-Language", "Idempotency-Key")
"""Headers that the page explains once."""
_WAYS = ("get", "post", "patch", "delete")


@require_safe
def docs(request: Visit) -> HttpResponse:
    schema = api.get_openapi_schema()
    context = {
        "calls": calls_of(schema),
        "title": schema["info"]["title"],
        "turns": TURNS,
        "seconds": SECONDS,
    }
    return render(request, "api/docs.html", context)


def calls_of(schema: Any, say: Callable[[str], str] = spoken) -> list[dict[str, Any]]:
    """The operations as the page shows them, each sentence as ``say`` says it."""
    return [
        {
            "way": way.upper(),
            "path": path,
            "summary": say(call.get("summary", "")),
            "text": say(call.get("description", "")),
            "parameters": [
                {
                    "name": each["name"],
                    "where": where(each["in"]),
                    "required": each.get("required", False),
                    "text": say(each.get("description", "")),
                }
                for each in call.get("parameters", [])
                if each["name"] not in COMMON
            ],
            "fields": _fields(schema, call, say),
            "statuses": sorted(call["responses"]),
        }
        for path, ways in schema["paths"].items()
        for way, call in ways.items()
        if way in _WAYS
    ]


def _fields(schema: Any, call: Any, say: Callable[[str], str]) -> list[dict[str, Any]]:
    """The fields of a body, from the schema it refers to."""
    contents = call.get("requestBody", {}).get("content", {})
    body: Any = next((each["schema"] for each in contents.values()), {})
    name = body.get("$ref", "").rsplit("/", 1)[-1]
    found = schema["components"]["schemas"].get(name, body)
    required = found.get("required", [])
    return [
        {"name": field, "required": field in required, "text": say(facts.get("description", ""))}
        for field, facts in found.get("properties", {}).items()
    ]
