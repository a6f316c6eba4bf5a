"""The form of a wish on paper: large print, and a code that leads to the same form on the phone."""

from pathlib import Path
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.foundation.documents.glyphs import spell_missing
from jiayuan.foundation.documents.pdf import draw_pdf
from jiayuan.foundation.places.models import Place

from ..enums import Urgency, WishKind

TEMPLATE = Path(__file__).resolve().parents[1] / "documents" / "wish_form.typ"


def draw_form(place: Place, *, address: str) -> bytes:
    """A PDF of one page, in the active language. ``address``: the form on the phone, in full."""
    data = spell_missing(form_of_paper(place))
    language = get_language() or "zh-hans"
    return draw_pdf(
        TEMPLATE, data, images={"code": qr_drawing(address)}, title=data["title"], language=language
    )


def form_of_paper(place: Place) -> dict[str, Any]:
    """What stands on it."""
    return {
        "title": _("My wish"),
        "house": pgettext("name of the platform", "Jiayuan"),
        "where": str(place),
        "foot": _("Hand it in at %(place)s.") % {"place": place},
        "kinds": [str(each) for each in WishKind.labels],
        "urgencies": [str(each) for each in Urgency.labels],
        "labels": {
            "lead": _(
                "Something small that would help you? Write it down; a neighbour may be able to do it."
            ),
            "scan": _("Or on the phone"),
            "words": _("What would help you?"),
            "kind": _("What is it?"),
            "urgency": _("How soon?"),
            "name": _("Your name"),
            "phone": _("Your phone number"),
            "address": _("House and door"),
            "agreed": _(
                "The community may enter this for me and show helpers what is needed, without my name."
            ),
            "signed": _("Signature"),
            "day": _("Date"),
            "after": _(
                "You get a slip with a number and a code that tell how far it is. Nobody sees your phone number; "
                "only who takes it on learns where you live."
            ),
        },
    }
