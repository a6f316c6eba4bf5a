"""Names in full for who checks people in.

A family name alone does not tell a host who stands there: of twelve people in a courtyard three are called Wang, and a
wrong tick is a wrong hour in somebody's certificate. So a host reads the names, but only of this one gathering, only
while people come and go, and each reading is in the ledger. Telephone numbers are not among them.
"""

from django.db import transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.ledger.domain.record import record

from ..enums import LIVE
from ..models import Session, SignUp
from ..rules import RECOGNISE


def read_names(session: Session, *, by: Actor) -> None:
    """Record that the names are about to be shown; the page shows them in this one answer.

    :raises Refused: not a host, or nobody is being checked in.
    """
    gate(by, RECOGNISE, session)
    with transaction.atomic():
        people = SignUp.objects.filter(session=session, state__in=LIVE).count()
        record(
            session.stream, "gatherings.read_names", by=by.person, after={"people": people},
            place_path=session.place_id,
        )  # fmt: skip
