"""The API described on a page of our own: no script from elsewhere, nothing inline."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.foundation.common.visit import Visit

from .api import api

_WAYS = ("get", "post")


@require_safe
def docs(request: Visit) -> HttpResponse:
    schema = api.get_openapi_schema()
    return render(request, "api/docs.html", {"calls": _calls(schema), "title": schema["info"]["title"]})


def _calls(schema: Any) -> list[dict[str, Any]]:
    return [
        {
            "way": way.upper(),
            "path": path,
            "summary": call.get("summary", ""),
            "text": " ".join(call.get("description", "").split()),
            "parameters": [
                {"name": each["name"], "where": each["in"], "required": each.get("required", False)}
                for each in call.get("parameters", [])
            ],
            "fields": _fields(schema, call),
        }
        for path, ways in schema["paths"].items()
        for way, call in ways.items()
        if way in _WAYS
    ]


def _fields(schema: Any, call: Any) -> list[dict[str, Any]]:
    """The fields of a body, from the schema it refers to."""
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = body.get("$ref", "").rsplit("/", 1)[-1]
    found = schema["components"]["schemas"].get(name, {})
    required = found.get("required", [])
    return [
        {"name": field, "required": field in required, "text": facts.get("description", "")}
        for field, facts in found.get("properties", {}).items()
    ]
