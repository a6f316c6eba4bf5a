"""Declared figures: values, and the records behind each."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema
from pydantic import BeforeValidator

from jiayuan.district.figures.domain.queries.ask import (
    Answer,
    answer,
    answers,
    figure_by_id,
    place_called,
    scope_for,
)  # fmt: skip
from jiayuan.district.figures.interfaces.shown import plain
from jiayuan.district.figures.rules import sees_only_public
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.figures import Scope
from jiayuan.foundation.common.paging import page_of

from .scopes import FIGURES
from .visitors import Door, actor_of

DOOR = Door(FIGURES, open_to_tokens=True)
router = Router(tags=["figures"], auth=DOOR)
A_PAGE = 500
Id = Annotated[str, Path(max_length=80, description="Id of a figure.", examples=["cases.open"])]
After = Annotated[str, Query(max_length=400, description="`next` of the page before.")]


def _written_out(text: object) -> object:
    """Pydantic also takes a bare number as seconds since 1970, which the description does not promise."""
    if isinstance(text, str):
        return date.fromisoformat(text)
    return text


Day = Annotated[date, BeforeValidator(_written_out)]


class AskIn(Schema):
    place: str = Field(
        "", max_length=60, description="Path, printed code or whole name of a place; else the district."
    )
    as_of: Day | None = Field(None, description="A day that has come; its end. Today: this moment.")
    since: Day | None = Field(
        None, description="First day that counts for figures of events; else all of them."
    )


class FigureOut(Schema):
    id: str
    name: str
    value: int | float | None = Field(description="Null: there is nothing to work it out from.")
    unit: str = Field(description="An English word, the same in every language.")
    unit_name: str
    definition: str
    limits: str = Field(description="What of a past day cannot be known any more; empty otherwise.")
    place: str
    as_of: date
    since: date | None
    only_public: bool = Field(description="Counted from public records, for callers who do not work there.")


class FigureRowsOut(FigureOut):
    records: list[str] = Field(description="References such as `case/42`, newest first.")
    next: str | None


def figure_out(found: Answer) -> dict[str, Any]:
    figure, scope = found.figure, found.scope
    return {
        "id": figure.id,
        "name": str(figure.name),
        "value": plain(found.value),
        "unit": figure.unit,
        "unit_name": str(figure.unit_name),
        "definition": str(figure.definition),
        "limits": "" if scope.is_live else str(figure.limits),
        "place": scope.path,
        "as_of": scope.day,
        "since": None if scope.since is None else local(scope.since).date(),
        "only_public": scope.is_public,
    }


def _scope(request: HttpRequest, asked: AskIn) -> Scope:
    place = place_called(asked.place or settings.DISTRICT)
    actor = actor_of(request)
    is_public = not DOOR.opens_all_to(actor) or sees_only_public(actor, place)
    return scope_for(place, day=asked.as_of, since=asked.since, is_public=is_public)


@router.get("", response=list[FigureOut], summary="Numbers of a place on a day")
def read_all(request: HttpRequest, asked: Query[AskIn]) -> Any:
    """Of all records for those who work in the place, and whose token may read figures; else of the public ones."""
    return [figure_out(each) for each in answers(_scope(request, asked))]


@router.get("/{figure_id}", response=FigureRowsOut, summary="One number and the records behind it")
def read_one(request: HttpRequest, figure_id: Id, asked: Query[AskIn], after: After = "") -> Any:
    scope = _scope(request, asked)
    figure = figure_by_id(figure_id, is_public=scope.is_public)
    page = page_of(figure.rows(scope), by="-pk", after=after, size=A_PAGE)
    records = [f"{figure.shape.prefix}/{row.pk}" for row in page]
    return figure_out(answer(figure, scope)) | {"records": records, "next": page.next_cursor}
