"""Template tags of the cases' pages: ``{% load cases %}``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from jiayuan.foundation.clock.explain import spoken_term
from jiayuan.foundation.clock.term import Term
from jiayuan.foundation.common.masks import hides, mask_words
from jiayuan.foundation.common.units import in_percent

from ..domain.answers import spoken as spoken_of
from ..domain.queries.neighbours import spoken_neighbours
from ..domain.queries.suggestion_quality import Share
from ..domain.queries.timeline import Line
from ..enums import State
from ..interfaces.sheet import Sheet
from ..models import Case, CasePhoto, CategoryVersion, OutsidePhoto, ReplyTemplate

register = template.Library()

LOOKS: dict[str, tuple[str, str]] = {
    State.REPORTED: ("info", "inbox"),
    State.FILED: ("info", "clipboard-check"),
    State.DISPATCHED: ("primary", "send"),
    State.HANDLING: ("primary", "wrench"),
    State.SUSPENDED: ("warning", "pause"),
    State.HANDED_IN: ("secondary", "eye"),
    State.VERIFIED: ("success", "check"),
    State.CLOSED: ("success", "circle-check"),
    State.REJECTED: ("neutral", "circle-minus"),
    State.MERGED: ("neutral", "git-merge"),
}


@register.inclusion_tag("cases/parts/state_badge.html")
def state_badge(case: Case) -> dict[str, str]:
    """``{% state_badge case %}``: the state by word, shape and colour."""
    tone, shape = LOOKS[case.state]
    return {"text": case.get_state_display(), "tone": tone, "shape": shape}


@register.inclusion_tag("cases/parts/state_badge.html")
def state_tag(state: str) -> dict[str, str]:
    """``{% state_tag "filed" %}``: the same for a state by itself."""
    tone, shape = LOOKS[state]
    return {"text": str(State(state).label), "tone": tone, "shape": shape}


@register.filter
def term(given: Term) -> str:
    """``{{ version.handle_term|term }}`` → 2 working days."""
    return spoken_term(given)


@register.filter
def spoken(item: Mapping[str, Any]) -> str:
    """A question's or choice's wording in the reader's language."""
    return spoken_of(item)


@register.filter
def value(sheet: Sheet, name: str) -> str:
    """``{{ sheet|value:"words" }}``: what was typed into a field."""
    return sheet.get(name)


@register.filter
def nonce_for(sheet: Sheet, key: str) -> str:
    """``{{ sheet|nonce_for:"rate" }}``: the once-only number of one of several forms on a page."""
    return sheet.nonce_for(key)


@register.filter
def faults(sheet: Sheet, name: str) -> list[Any]:
    return sheet.faults_of(name)


@register.inclusion_tag("cases/parts/field_faults.html")
def field_faults(sheet: Sheet, name: str, key: str = "") -> dict[str, Any]:
    """What is wrong with one field, beside it. ``key`` makes the id unique where a page has several forms."""
    return {"faults": sheet.faults_of(name), "id": f"fault-{key}{name}"}


@register.simple_tag
def marks(sheet: Sheet, name: str, key: str = "") -> SafeString:
    """Attributes of a field that is at fault: ``<input {% marks sheet "words" %}>``."""
    if not sheet.faults_of(name):
        return SafeString("")
    return format_html('aria-invalid="true" aria-describedby="fault-{}{}"', key, name)


@register.inclusion_tag("cases/parts/fault_summary.html")
def fault_summary(sheet: Sheet, key: str = "") -> dict[str, Any]:
    """Everything that is wrong, above the form, each leading to its field (``id_<key><field>``)."""
    return {"sheet": sheet, "key": key}


@register.inclusion_tag("ui/photos.html")
def case_photos(photos: list[CasePhoto], *, say_public: bool = False) -> dict[str, Any]:
    """``{% case_photos before %}``; for those who decide on it, which of them everybody sees."""
    return {"photos": [_tile(each, say_public=say_public) for each in photos]}


def _tile(photo: CasePhoto, *, say_public: bool) -> dict[str, str]:
    return _tile_of(photo.photo_id, pgettext("photo", "Public") if say_public and photo.is_public else "")


def _tile_of(photo_id: UUID, caption: str) -> dict[str, str]:
    return {
        "thumb_url": reverse("photo", args=[photo_id, "thumb"]),
        "full_url": reverse("photo", args=[photo_id, "full"]),
        "caption": caption,
    }


@register.inclusion_tag("ui/photos.html")
def outside_photos(photos: Iterable[OutsidePhoto]) -> dict[str, Any]:
    """``{% outside_photos answer.photos.all %}``: what came with an answer from outside, each with its part."""
    return {"photos": [_tile_of(each.photo_id, each.get_role_display()) for each in photos]}


@register.inclusion_tag("ui/photos.html")
def evidence_photo(photo_id: UUID) -> dict[str, Any]:
    """``{% evidence_photo appeal.photo_id %}``: one photo that goes with words."""
    return {"photos": [_tile_of(photo_id, "")]}


@register.filter
def of_key(found: Mapping[Any, str], key: Any) -> str:
    """``{{ addresses|of_key:link.pk }}``."""
    return found.get(key, "")


@register.filter
def any_of(chosen: Sequence[str], versions: Sequence[CategoryVersion]) -> bool:
    """``{% if chosen|any_of:group.versions %}``: is one of the group's categories among those chosen?"""
    return any(each.category_id in chosen for each in versions)


@register.simple_tag
def spoken_public(case: Case) -> str:
    """What everybody may read of it; its category where nothing was worded."""
    return mask_words(case.public_words) or case.version.display_name


@register.simple_tag
def spoken_joined(joined: int) -> str:
    """``{% spoken_joined case.joined %}``: how many reported it; empty for one alone."""
    return spoken_neighbours(joined)


@register.filter
def words_in(words: str, case: Case) -> str:
    """``{{ line.words|words_in:case }}``: masked, unless this page shows the case in full after a recorded reading."""
    return words if getattr(case, "is_shown_in_full", False) else mask_words(words)


@register.simple_tag
def masks_something(case: Case, lines: Iterable[Line]) -> bool:
    """Does the page of this case hide anything of what was written?"""
    written = (case.words, case.address, *case.answers.values(), *(line.words for line in lines))
    return any(hides(str(each)) for each in written)


@register.simple_tag
def share(given: Share) -> str:
    """``{% share quality.first %}`` → 86 %; a dash of nothing."""
    return "–" if given.per_cent is None else in_percent(given.per_cent)


@register.filter
def of_action(replies: Mapping[str, Sequence[ReplyTemplate]] | str, action: str) -> Sequence[ReplyTemplate]:
    """``{{ replies|of_action:key }}``: the kept words offered for an action."""
    return replies.get(action, ()) if isinstance(replies, Mapping) else ()


@register.filter
def name_of(names: Mapping[str, str], code: str | None) -> str:
    """``{{ category_names|name_of:each.category_id }}``; nothing for none."""
    return names.get(code or "", code or "")
