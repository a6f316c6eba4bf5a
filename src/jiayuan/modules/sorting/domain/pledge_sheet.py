"""The certificate of a pledge, drawn anew whenever it is asked for: no picture with a name lies anywhere."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.foundation.documents.pdf import draw_pdf, draw_picture

from ..models import Pledge, PledgeWording
from ..pledge_rules import READ_PLEDGE, WRITE_PLEDGE
from .game import BINS
from .pledge_texts import PledgeText, text_in, text_of
from .prints import DOCUMENTS, named_bin, sign_of

TEMPLATE = DOCUMENTS / "pledge.typ"


def draw_pledge(pledge: Pledge, *, language: str, address: str, by: Actor, as_picture: bool = False) -> bytes:
    """A PDF, or a picture to keep on a phone. ``address``: where whoever reads it can sign too, in full.

    :raises Refused: somebody else's. :raises Conflict: it was taken back.
    """
    gate(by, READ_PLEDGE, pledge)
    if pledge.withdrawn_at is not None:
        raise Conflict(_("This pledge was taken back."), _("You can sign anew at any time."))
    text, day = text_of(pledge.version), local(pledge.signed_at).date()
    with override(language):
        data = _page(text, pledge.shown_name, str(pledge.community), day, language)
        return _drawn(data, address, language, draw_picture if as_picture else draw_pdf)


def draw_wording(wording: PledgeWording, *, language: str, address: str, by: Actor) -> bytes:
    """The certificate as these words would make it, for an invented family: a picture. :raises Refused: not the
    district."""
    gate(by, WRITE_PLEDGE)
    with override(language):
        data = _page(text_in(wording), _("A family"), _("Your community"), wording.since or today(), language)
        return _drawn(data, address, language, draw_picture)


def _drawn(data: dict[str, Any], address: str, language: str, draw: Callable[..., bytes]) -> bytes:
    images = {"code": qr_drawing(address)} | {each: sign_of(each) for each in BINS}
    return draw(TEMPLATE, data, images=images, title=data["title"], language=language)


def _page(text: PledgeText, name: str, where: str, day: date, language: str) -> dict[str, Any]:
    version = (
        _("Pledge, version %(version)s") % {"version": text.version}
        if text.version
        else _("Draft of the pledge")
    )
    return {
        "title": _("I sort my waste"),
        "name": name,
        "lines": list(text.said(language)),
        "where": where,
        "day": day.isoformat(),
        "scan": _("Sign too"),
        "bins": [named_bin(each) for each in BINS],
        "foot": version,
        "house": pgettext("name of the platform", "Jiayuan"),
    }
