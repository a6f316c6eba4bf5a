"""A published kit on one or two pages: what was done, the check list, the effect; in the active language."""

from pathlib import Path
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import local, moment_in_full
from jiayuan.foundation.documents.glyphs import spell_missing
from jiayuan.foundation.documents.pdf import draw_pdf

from ..domain.queries.lineage import first_of
from ..models import Kit
from .kit_effect_words import as_of, effect_words
from .kit_words import compared, week_words

TEMPLATE = Path(__file__).resolve().parents[1] / "documents" / "kit.typ"


def draw_kit(kit: Kit) -> bytes:
    """``kit``: with its pilot, estate and steps."""
    data = spell_missing(_paper(kit))
    return draw_pdf(TEMPLATE, data, title=data["title"], language=get_language() or "zh-hans")


def paper_name(kit: Kit) -> str:
    return _("Kit %(title)s, version %(version)s") % {"title": kit.title, "version": kit.version} + ".pdf"


def _paper(kit: Kit) -> dict[str, Any]:
    since = first_of(kit.pilot).since.isoformat()
    return {
        "title": kit.title,
        "about": _("From %(estate)s, pilot since %(day)s") % {"estate": kit.pilot.estate, "day": since},
        "edition": _edition(kit),
        "house": pgettext("name of the platform", "Jiayuan"),
        "printed": _("Printed %(moment)s") % {"moment": moment_in_full(now())},
        "words": [[label, words] for label, words in _words(kit) if words],
        "changed": _("What was done"),
        "heads": ["", _("Before it began"), _("At the pilot")],
        "rows": [[each.label, "\n".join(each.before), "\n".join(each.after)] for each in compared(kit.practice)],
        "effect": _("What it did"),
        "as_of": as_of(kit.effect),
        "said": [each.words for each in effect_words(kit.effect)],
        "list": pgettext("kit", "Check list"),
        "list_heads": [
            pgettext("a step", "When"), pgettext("a step", "What"), pgettext("a step", "Who"),
            _("At the pilot"), _("Done here on"),
        ],
        "steps": [
            [week_words(each.week), each.what, str(each.get_who_display()), _done(each.was_done)]
            for each in kit.steps.all()
        ],
        "nothing": _("No step beside what the registers tell."),
    }  # fmt: skip


def _edition(kit: Kit) -> str:
    day = local(kit.published_at).date().isoformat() if kit.published_at else ""
    return _("Version %(version)s, published %(day)s") % {"version": kit.version, "day": day}


def _words(kit: Kit) -> list[tuple[str, str]]:
    return [(_("What worked"), kit.worked), (_("What did not"), kit.failed)]


def _done(was_done: bool) -> str:
    return pgettext("a step", "done") if was_done else pgettext("a step", "not done")
