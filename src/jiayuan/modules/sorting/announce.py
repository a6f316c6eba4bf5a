"""What the sorting school offers to the floors above: see ``foundation.common.registers``."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.registers import DemoChapter, PersonalDataHolder, SettingsPage, registers

from . import duties
from .class_rules import HOSTS
from .demo import build_sorting
from .domain.listing import everything
from .domain.personal_data import COVERED, erase_sorting, export_sorting
from .interfaces import home
from .ledger_words import WORDS
from .rules import DESK


def announce() -> None:
    registers.ledger_words.add("sorting", WORDS)
    registers.sign("sorting.LocalItem", said_by=("said_at", "reason", "source"), ended_by=("ended_at",))
    registers.settings_pages.add(
        "console-sorting",
        SettingsPage(
            _("Words of the sorting school"), _("Which bin? What residents asked and nobody knew"),
            "recycle", "console-sorting", lambda actor: bool(actor.reach.has_any(DESK)),
        ),
    )  # fmt: skip
    registers.settings_pages.add(
        "console-sorting-print",
        SettingsPage(
            _("Posters, cards and labels"), _("Sorting to print: labels for bins, a poster, cards of a drop point"),
            "printer", "console-sorting-print", lambda actor: bool(actor.reach.has_any(DESK_STAFF)),
        ),
    )  # fmt: skip
    registers.settings_pages.add(
        "console-sorting-pledges",
        SettingsPage(
            _("Sorting pledges"), _("How many stand in which community"),
            "pencil-line", "console-sorting-pledges", lambda actor: bool(actor.reach.has_any(DESK_STAFF)),
        ),
    )  # fmt: skip
    registers.settings_pages.add(
        "console-sorting-classes",
        SettingsPage(
            _("Sorting with a class"), _("A thing on the board, answers from every phone"),
            "graduation-cap", "console-sorting-classes", lambda actor: bool(actor.reach.has_any(HOSTS)),
        ),
    )  # fmt: skip
    registers.sign("sorting.ClassRoom", opened_by=("opened_at",))
    registers.sign("sorting.PledgeWording", edited_by=("edited_at", "zh", "en"))
    duties.announce()
    registers.personal_data.add(
        "sorting", PersonalDataHolder(_("Sorting pledge"), export_sorting, erase_sorting, COVERED)
    )
    registers.readiness.add("sorting", everything)
    registers.demo.add("sorting", DemoChapter(_("Sorting school"), build_sorting, after=("waste",)))
    home.register()
