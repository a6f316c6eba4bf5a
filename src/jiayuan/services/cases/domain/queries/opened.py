"""One case, with everything its pages show, in a constant number of queries."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Missing

from ...models import Case, CasePhoto, Request, StageRun
from ...numbers import key_of

LARGEST_KEY = 2**63 - 1


def open_case(number: str) -> Case:
    """The case with this printed number. :raises Missing: also for a number with a wrong check digit."""
    key = key_of(number)
    case = None
    if key is not None and key <= LARGEST_KEY:
        case = (
            Case.objects.filter(pk=key)
            .select_related(
                "version__category", "place__parent", "unit", "handler", "contact", "consent__helper"
            )
            .defer("place__boundary", "place__parent__boundary", "version__plain_words")
            .prefetch_related(
                Prefetch("requests", Request.objects.select_related("asked_by", "unit", "proposed_unit")),
                "parts",
                "marks__proposed_by",
                "marks__decided_by",
                "orders__issued_by",
                "orders__answered_by",
                "outside_links",
                Prefetch("photos", CasePhoto.objects.select_related("photo")),
                Prefetch("stages", StageRun.objects.prefetch_related("pauses")),
            )
            .first()
        )
    if case is None:
        raise no_such_case()
    return case


def no_such_case() -> Missing:
    """The same words whether it does not exist or is not for this reader: the answer must not tell which."""
    return Missing(
        _("There is no case with this number that you can see."),
        _("Check the number on the slip, or scan the code on it again."),
    )
