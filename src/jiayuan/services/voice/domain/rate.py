"""Rating a service by those it was done for."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict

from ..models import Rating


def rate_service(
    subject: str,
    *,
    service: str,
    round_number: int,
    place: Any,
    score: int,
    words: str,
    by: Actor,
    rater: str = "",
) -> Rating:
    """Write one rating; called by the service's own domain, inside its transaction and after its gate.

    :param subject: ledger stream of what is rated.
    :param rater: see :class:`Rating`. :raises Conflict: this round was rated already.
    """
    try:
        with transaction.atomic():
            return Rating.objects.create(
                subject=subject,
                service=service,
                rater=rater,
                round=round_number,
                place=place,
                score=score,
                words=words,
                rated_by=by.person,
                rated_at=now(),
            )
    except IntegrityError as error:
        raise Conflict(
            _("You have rated this already."), _("If it is not right after all, reopen it and say why.")
        ) from error
