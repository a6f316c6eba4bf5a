"""The certificate of a pledge, drawn anew whenever it is asked for: no picture with a name lies anywhere."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.foundation.documents.pdf import draw_pdf, draw_picture

from ..models import Pledge
from ..pledge_rules import READ_PLEDGE
from .game import BINS
from .pledge_texts import text_of
from .prints import DOCUMENTS, named_bin, sign_of

TEMPLATE = DOCUMENTS / "pledge.typ"


def draw_pledge(pledge: Pledge, *, language: str, address: str, by: Actor, as_picture: bool = False) -> bytes:
    """A PDF, or a picture to keep on a phone. ``address``: where whoever reads it can sign too, in full.

    :raises Refused: somebody else's. :raises Conflict: it was taken back.
    """
    gate(by, READ_PLEDGE, pledge)
    if pledge.withdrawn_at is not None:
        raise Conflict(_("This pledge was taken back."), _("You can sign anew at any time."))
    with override(language):
        data = _page(pledge, language)
        images = {"code": qr_drawing(address)} | {each: sign_of(each) for each in BINS}
        draw = draw_picture if as_picture else draw_pdf
        return draw(TEMPLATE, data, images=images, title=data["title"], language=language)


def _page(pledge: Pledge, language: str) -> dict[str, Any]:
    day = local(pledge.signed_at).date()
    return {
        "title": _("I sort my waste"),
        "name": pledge.shown_name,
        "lines": list(text_of(pledge.version).said(language)),
        "where": str(pledge.community),
        "day": day.isoformat(),
        "scan": _("Sign too"),
        "bins": [named_bin(each) for each in BINS],
        "foot": _("Pledge, version %(version)s") % {"version": pledge.version},
        "house": pgettext("name of the platform", "Jiayuan"),
    }
