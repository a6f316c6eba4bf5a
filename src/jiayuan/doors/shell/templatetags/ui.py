"""Template tags of the design system: built in, so no page loads them. ``docs/design.md`` shows each in use."""

import uuid
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiayuan.foundation.common import masks

from .. import nav, roles
from ..fields import dressed
from .capture import capture

TONES = ("neutral", "primary", "secondary", "accent", "info", "success", "warning", "error")
LIGHTS = {
    "red": ("error", "octagon-alert"),
    "amber": ("warning", "triangle-alert"),
    "green": ("success", "circle-check"),
    "none": ("neutral", "circle-dashed"),
}

register = template.Library()
register.tag("capture", capture)


def tone_class(tone: str) -> str:
    return f"tone-{tone}" if tone in TONES else "tone-neutral"


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """``{% icon "camera" %}``: a drawing from the sprite, hidden from screen readers (the words beside it speak)."""
    return _icon(name, classes, settings.STATIC_URL, settings.STORAGES["staticfiles"]["BACKEND"])


@lru_cache(maxsize=1_024)
def _icon(name: str, classes: str, *_storage: str) -> SafeString:
    """There are some hundred, and a page shows some eighty. Where static files lie is settled by the settings."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f"icon {classes}".strip(),
        static("icons.svg"),
        name,
    )


@register.simple_tag
def badge(text: Any, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """``{% badge "Being handled" "info" "wrench" %}``: ink on a tint, with a shape for those who see no colour."""
    return format_html(
        '<span class="tag {}">{}{}</span>', tone_class(tone), icon(icon_name) if icon_name else "", text
    )


@register.simple_tag
def light(colour: str, text: Any = "") -> SafeString:
    """``{% light "red" "1 day late" %}``: how a deadline stands. Colour, shape and words say the same."""
    tone, shape = LIGHTS.get(colour, LIGHTS["none"])
    return format_html(
        '<span class="light light-{} {}">{}<span>{}</span></span>',
        colour,
        tone_class(tone),
        icon(shape),
        text,
    )


@register.filter
def light_tone(colour: str) -> str:
    """The tone of a deadline's light: ``{{ item.light|light_tone }}`` → ``error``."""
    return LIGHTS.get(colour, LIGHTS["none"])[0]


@register.inclusion_tag("ui/field.html")
def field(bound_field: Any, icon_name: str = "", rows: int = 0) -> dict[str, Any]:
    """A form field with its label, help and errors, tied together for screen readers."""
    return dressed(bound_field, icon_name=icon_name, rows=rows)


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """What is wrong with the form as a whole; put it above the fields."""
    return {"errors": form.non_field_errors() if form.is_bound else []}


@register.inclusion_tag("ui/empty.html")
def empty(
    title: Any, text: Any = "", url: str = "", label: Any = "", icon_name: str = "inbox"
) -> dict[str, Any]:
    """An empty page: what would stand here, and the next step."""
    return {"title": title, "text": text, "url": url, "label": label, "icon_name": icon_name}


@register.simple_tag
def phone_mask(phone: str | None) -> str:
    return masks.mask_phone(phone)


@register.filter
def mask_phone(phone: str | None) -> str:
    """``{{ contact.phone|mask_phone }}`` → 138****5678."""
    return masks.mask_phone(phone)


@register.filter
def mask_name(name: str | None) -> str:
    """``{{ contact.name|mask_name }}`` → 李**."""
    return masks.mask_name(name)


@register.filter
def mask_words(words: str | None) -> str:
    """``{{ case.words|mask_words|truncatechars:60 }}``: phones, plates and the like in somebody's words masked."""
    return masks.mask_words(words)


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """A moment as people say it, in a ``<time>`` that machines read."""
    if moment is None:
        return ""
    from jiayuan.foundation.clock.spoken import when as spoken

    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), spoken(moment))


@register.filter
def in_full(moment: datetime | None) -> SafeString | str:
    """A moment for paper, which is read on another day: never "today"."""
    if moment is None:
        return ""
    from jiayuan.foundation.clock.spoken import moment_in_full

    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), moment_in_full(moment))


@register.simple_tag
def nonce_field() -> SafeString:
    """A fresh nonce: what is sent twice with it is done once."""
    return format_html('<input type="hidden" name="nonce" value="{}">', uuid.uuid4())


@register.simple_tag(takes_context=True)
def here(context: Context, *urls: str) -> str:
    """``page`` for ``aria-current`` if the present address is one of ``urls`` or lies below it, else ``false``."""
    request = context.get("request")
    if request is None:
        return "false"
    found = any(nav.lies_in(request.path, url) for url in urls if url)
    return "page" if found else "false"


@register.simple_tag
def map_settings() -> dict[str, str]:
    """Where map tiles come from, if from anywhere: ``{% map_settings as tiles %}``."""
    return {
        "url": settings.MAP_TILES,
        "datum": settings.MAP_TILES_DATUM,
        "attribution": settings.MAP_TILES_ATTRIBUTION,
    }


@register.simple_tag
def role_line(actor: Any) -> str:
    """The role a member of staff works in, and where: "Community worker, Qingnianlu First"."""
    return roles.role_line(actor)


@register.simple_tag(takes_context=True)
def console_nav(context: Context) -> SafeString:
    """The links of the console's navigation."""
    return nav.console_nav(context)


@register.simple_tag(takes_context=True)
def may_open(context: Context, url: str) -> bool:
    """``{% may_open url as allowed %}``: does the reader hold a role that this page is for?"""
    return bool(url) and roles.may_open(context.get("actor"), url)
