"""Acting on somebody's behalf: agreed first, and written down."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..enums import ConsentManner
from ..models import Consent, Person
from ..rules import ACT_FOR_OTHERS, WITHDRAW_CONSENT

NAME_LENGTH = 40
PURPOSE_LENGTH = 120


def check_manner(manner: str) -> None:
    """:raises Invalid: it is not said how somebody agreed."""
    if manner not in ConsentManner.values:
        raise Invalid(_("It is not said how it was agreed."), _("Choose one of the answers."), field="manner")


def record_consent(
    *, helper: Actor, purpose: str, manner: str, beneficiary: Person | None = None, beneficiary_name: str = ""
) -> Consent:
    """Write down that somebody agreed to be acted for.

    :param purpose: what for, in words, at most 120 characters.
    :param manner: one of :class:`~jiayuan.foundation.people.enums.ConsentManner`.
    :param beneficiary: the person, if they have an account; otherwise ``beneficiary_name`` says who.
    :raises Refused: ``helper`` does not work for residents.
    :raises Invalid: nobody is named, or one's own self; the manner is unknown; the purpose is missing or too long.
    """
    gate(helper, ACT_FOR_OTHERS)
    check_manner(manner)
    if beneficiary is not None and beneficiary.pk == helper.pk:
        raise Invalid(
            _("For yourself no consent is needed."),
            _("Name the person you act for."),
            field="beneficiary_name",
        )
    purpose = clean_words(purpose, field="purpose", limit=PURPOSE_LENGTH)
    name = clean_words(
        beneficiary_name, field="beneficiary_name", limit=NAME_LENGTH, required=beneficiary is None
    )
    with transaction.atomic():
        consent = Consent.objects.create(
            beneficiary=beneficiary,
            beneficiary_name=name,
            helper=helper.person,
            purpose=purpose,
            manner=manner,
            given_at=now(),
        )
        record(
            f"consent/{consent.pk}",
            "consent.given",
            by=helper.person,
            on_behalf_of=beneficiary,
            after={"purpose": purpose, "manner": manner},
        )
    return consent


def withdraw_consent(consent: Consent, *, by: Actor) -> Consent:
    """End it. What was done under it stays done.

    :raises Refused: ``by`` is neither the one it was given for nor the one who acts.
    :raises Conflict: it was ended before.
    """
    with transaction.atomic():
        held = Consent.objects.select_for_update().get(pk=consent.pk)
        gate(by, WITHDRAW_CONSENT, held)
        if held.withdrawn_at is not None:
            raise Conflict(_("This consent was already withdrawn."), _("Nothing more needs to be done."))
        held.withdrawn_at = now()
        held.save(update_fields=["withdrawn_at", "updated_at"])
        record(f"consent/{held.pk}", "consent.withdrawn", by=by.person, on_behalf_of=held.beneficiary)
    return held
