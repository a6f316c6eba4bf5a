"""Who may read and take back a pledge: whoever signed it, and nobody else. Who may write its words: the district."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare

from .models import Pledge
from .rules import is_the_district

READ_PLEDGE, WITHDRAW_PLEDGE, SIGN_PLEDGE, WRITE_PLEDGE = (
    "sorting.read_pledge",
    "sorting.withdraw_pledge",
    "sorting.sign_pledge",
    "sorting.write_pledge",
)


@check(_("Only who signed it may do this."), _("Open it with the link that you kept."))
def is_the_signer(actor: Actor, pledge: Pledge) -> bool:
    if actor.pk is not None and pledge.person_id == actor.pk:
        return True
    return pledge.token_hash in actor.tokens


declare(READ_PLEDGE, is_the_signer)
declare(WITHDRAW_PLEDGE, is_the_signer)
declare(WRITE_PLEDGE, is_the_district)
