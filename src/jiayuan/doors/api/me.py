"""What is about oneself: the account, what is held, how one reads, and what has happened."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jiayuan.district.desk.news import mark_read, messages, read_up_to
from jiayuan.doors.shell.preferences import LANGUAGES, Preferences, save
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.common.masks import mask_phone
from jiayuan.foundation.people.domain.export import export_person
from jiayuan.foundation.people.models import Person

from .schemas_about import ExportOut, MeOut, MessagesOut, PreferencesIn, PreferencesOut
from .scopes import ME, MESSAGES, PREFERENCES
from .visitors import Door, actor_of, presented

router = Router(tags=["me"])
SHORT = {long: short for short, long in LANGUAGES.items()}


def preferences_out(person: Person) -> dict[str, Any]:
    return {"language": SHORT.get(person.language, "zh"), "care": person.care_mode, "theme": person.theme}


def _roles_out(actor: Actor) -> list[dict[str, Any]]:
    rows = RoleGrant.objects.in_force().filter(person_id=actor.pk).with_names().order_by("pk")
    return [
        {
            "role": each.role,
            "label": each.get_role_display(),
            "place": each.place_id,
            "place_name": each.place.display_name,
            "organisation": each.organisation_id,
            "until": each.until,
        }
        for each in rows
    ]


@router.get("/me", response=MeOut, exclude_none=True, auth=Door(ME, named=True), summary="Who I am here")
def me(request: HttpRequest) -> Any:
    """The account behind the session or the token, with the roles in force."""
    actor, shown = actor_of(request), presented(request)
    found = {
        "name": actor.person.name,
        "phone": mask_phone(actor.person.phone),
        "home_place": actor.person.home_place_id,
        "roles": _roles_out(actor),
        "preferences": preferences_out(actor.person),
    }
    if shown is not None:
        token = shown.token
        found |= {"scopes": token.scopes, "reaches": token.place_id, "token_until": token.until}
    return found


@router.get("/me/export", response=ExportOut, auth=Door(ME, named=True), summary="All that is held about me")
def export(request: HttpRequest) -> Any:
    """To take along. That it was taken is recorded."""
    actor = actor_of(request)
    return export_person(actor.person, by=replace(actor, scope=None))


@router.get(
    "/me/preferences", response=PreferencesOut, auth=Door(PREFERENCES, named=True), summary="How I read"
)
def read_preferences(request: HttpRequest) -> Any:
    return preferences_out(actor_of(request).person)


@router.patch(
    "/me/preferences",
    response=PreferencesOut,
    auth=Door(PREFERENCES, named=True),
    summary="Change how I read",
)
def write_preferences(request: HttpRequest, payload: PreferencesIn) -> Any:
    """Language, large type, appearance. Pages in a browser keep what was chosen there."""
    wanted = payload.dict(exclude_none=True)
    person = actor_of(request).person
    now = Preferences.saved_by(person)
    if "language" in wanted:
        now = replace(now, language=LANGUAGES[wanted["language"]])
    now = replace(now, **{name: wanted[name] for name in ("care", "theme") if name in wanted})
    save(now, person)
    return preferences_out(person)


@router.get(
    "/messages",
    response=MessagesOut,
    auth=Door(MESSAGES, named=True),
    summary="What happened to what concerns me",
)
def read_messages(
    request: HttpRequest, after: str = Query("", max_length=400, description="`next` of the page before.")
) -> Any:
    """Newest first. Reading them here marks nothing as read; see `/api/messages/read`."""
    actor = actor_of(request)
    page = messages(actor, after=after, read_at=read_up_to(actor, request.session))
    rows = [
        {name: getattr(each.spoken, name) for name in ("title", "words", "url")}
        | {"at": each.at, "is_new": each.is_new}
        for each in page.rows
    ]
    return {"messages": rows, "next": page.next_cursor}


@router.post(
    "/messages/read", response={204: None}, auth=Door(MESSAGES, named=True), summary="I have read them"
)
def read_all(request: HttpRequest) -> Any:
    """Everything up to now counts as read."""
    mark_read(actor_of(request), request.session)
    return HttpResponse(status=204)
