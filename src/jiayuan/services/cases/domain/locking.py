"""The one way to hold a case: whoever judges what a case says takes it from here."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.common.prepared import Prepared, Slot

from ..models import Case

_WHOLE = Prepared(
    lambda: (
        Case.objects.select_related("version", "unit", "tie").filter(pk=Slot("key", Case, "pk")).order_by()
    )
)


def lock_case(case_id: int, others: Sequence[int] = ()) -> Case:
    """The case, locked until the transaction ends; with ``others`` all of them, in the order of their keys.

    :raises Missing: there is none.
    """
    lock_rows(Case, [case_id, *others])
    case = _WHOLE.first(key=case_id)
    if case is None:
        raise Missing(_("There is no such case."), _("Check the number on the slip."))
    return case
