"""What time does to gatherings: offers run out, sessions begin and end. Called by the duties."""

from django.db import transaction

from jiayuan.foundation.access.actor import SYSTEM
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.ledger.domain.record import record

from ..enums import Action, SignUpState, State
from ..limits import CLOSE_AFTER
from ..models import Session, SignUp
from .locks import lock_role
from .perform import perform_action
from .seats import end_rows, give_onward


def lapse_offers() -> int:
    """End the offers that ran out and offer the seats onward; how many ended."""
    over = SignUp.objects.filter(state=SignUpState.OFFERED, offered_until__lt=now())
    roles = over.order_by("role_id").values_list("role_id", flat=True).distinct()
    return sum(lapse_offers_of(role_id) for role_id in list(roles))


def lapse_offers_of(role_id: int) -> int:
    """The same for one role, in a transaction of its own."""
    with transaction.atomic():
        role = lock_role(role_id, and_waiting=True)
        rows = list(
            SignUp.objects.filter(role=role, state=SignUpState.OFFERED, offered_until__lt=now()).order_by(
                "pk"
            )
        )
        if not rows:
            return 0
        end_rows(rows, SignUpState.LAPSED)
        record(
            role.session.stream,
            "gatherings.lapse",
            after={"sign_ups": [row.pk for row in rows], "role": role.pk},
            place_path=role.session.place_id,
        )
        give_onward(role)
    return len(rows)


def begin_and_end() -> int:
    """Begin what has begun, and end what has been over for a while, for hosts who do not press the buttons."""
    moment = now()
    begun = Session.objects.filter(state=State.PUBLISHED, starts_at__lte=moment, ends_at__gt=moment)
    over = Session.objects.filter(
        state__in=(State.PUBLISHED, State.RUNNING), ends_at__lte=moment - CLOSE_AFTER
    )
    steps = [(pk, Action.OPEN) for pk in begun.values_list("pk", flat=True)]
    steps += [(pk, Action.CLOSE) for pk in over.values_list("pk", flat=True)]
    return sum(_performed(pk, action) for pk, action in steps)


def _performed(session_id: int, action: Action) -> bool:
    try:
        perform_action(session_id, action, by=SYSTEM)
    except DomainError:  # the host was quicker
        return False
    return True
