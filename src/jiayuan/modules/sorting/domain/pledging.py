"""Signing the pledge and taking it back. Who signed is known to them alone, and who did not to nobody.

The ledger keeps that a pledge was signed and taken back, of which words and in which community, and not by whom: what
is taken back leaves no name anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.permissions import gate, gate_scope
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.masks import hides
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.documents.glyphs import GlyphsMissing, missing_in
from jiayuan.foundation.ledger.domain.record import clean_nonce, record
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.domain.tokens import fresh_token

from ..limits import SHOWN_NAME
from ..models import Pledge
from ..pledge_rules import SIGN_PLEDGE, WITHDRAW_PLEDGE
from .pledge_texts import PledgeText, current_text

PLEDGE_TOKEN = "pledge-token"  # noqa: S105 (a purpose, no secret)
COMMUNITY = 12


@dataclass(frozen=True)
class Signed:
    """The pledge, and the token with which a guest comes back to it. The token is not stored. ``is_new``: signed just
    now, and not before by the same form or the same person."""

    pledge: Pledge
    token: str
    is_new: bool = True


def sign_pledge(
    shown_name: str, place_path: str, version: str, *, by: Actor, nonce: str | None = None
) -> Signed:
    """Anybody may. The same form sent again, and the same person again, give what was signed before.

    :param version: of the words that were read.
    :raises Invalid: naming the field. :raises Conflict: the words are other ones meanwhile.
    """
    gate_scope(by, SIGN_PLEDGE)
    nonce = clean_nonce(nonce)
    token = fresh_token(nonce, PLEDGE_TOKEN)
    while nonce is not None and Pledge.objects.withdrawn().filter(token_hash=hash_token(token)).exists():
        nonce, token = token, fresh_token(token, PLEDGE_TOKEN)  # taken back since: the form signs another one
    if (known := _standing(nonce, by)) is not None:
        return Signed(known, token, is_new=False)
    pledge = _drawn(shown_name, place_path, version, by)
    pledge.nonce, pledge.token_hash = nonce, hash_token(token)
    try:
        with transaction.atomic():
            pledge.save(force_insert=True)
            record(
                pledge.stream, "sorting.sign_pledge", after={"version": pledge.version},
                place_path=str(pledge.community_id), begins=True,
            )  # fmt: skip
    except IntegrityError as error:
        known = _standing(nonce, by) if is_taken(error) else None
        if known is None:
            raise
        return Signed(known, token, is_new=False)
    return Signed(pledge, token)


def withdraw_pledge(pk: int, *, by: Actor) -> Pledge:
    """At any time, without a reason; twice is once. :raises Missing, Refused: each in words."""
    with transaction.atomic():
        pledge = lock_first(Pledge.objects.all(), pk)
        if pledge is None:
            raise no_such_pledge()
        if pledge.withdrawn_at is None:
            gate(by, WITHDRAW_PLEDGE, pledge)
            take_back(pledge)
    return pledge


def take_back(pledge: Pledge) -> None:
    """Neither name nor person stays. Inside a transaction, with the row locked."""
    pledge.shown_name, pledge.person, pledge.nonce, pledge.withdrawn_at = "", None, None, now()
    pledge.save()
    record(pledge.stream, "sorting.withdraw_pledge", place_path=str(pledge.community_id))


def renew_pledge(pk: int, version: str, *, by: Actor) -> Pledge:
    """Sign today's words instead of those that were signed; twice is once.

    :param version: of the words that were read.
    :raises Missing, Refused: not theirs. :raises Conflict: taken back, or the words are other ones meanwhile.
    """
    with transaction.atomic():
        pledge = lock_first(Pledge.objects.all(), pk)
        if pledge is None:
            raise no_such_pledge()
        gate(by, WITHDRAW_PLEDGE, pledge)
        if pledge.withdrawn_at is not None:
            raise Conflict(_("This pledge was taken back."), _("You can sign anew at any time."))
        text = _read(version)
        if pledge.version != text.version:
            before = {"version": pledge.version}
            pledge.version, pledge.signed_at = text.version, now()
            pledge.save()
            record(
                pledge.stream, "sorting.renew_pledge", before=before, after={"version": pledge.version},
                place_path=str(pledge.community_id),
            )  # fmt: skip
    return pledge


def own_pledge(by: Actor) -> Pledge | None:
    """The newest that stands of those this reader signed. One query, none for who cannot have one."""
    if by.person is None and not by.tokens:
        return None
    rows = Pledge.objects.visible_to(by).standing().select_related("community")
    return rows.defer("community__boundary").order_by("-pk").first()


def counts(*paths: str) -> Mapping[str, int]:
    """How many stand, by community. Never of how many people: who did not sign is nobody's business. One query."""
    rows = Pledge.objects.standing().within(*paths).order_by().values("community_id")
    return {row["community_id"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def no_such_pledge() -> Missing:
    return Missing(_("There is no such pledge."), _("Open it with the link that you kept, or sign anew."))


def _standing(nonce: str | None, by: Actor) -> Pledge | None:
    found = Pledge.objects.filter(nonce=nonce).first() if nonce else None
    if found is None and by.person is not None:
        found = Pledge.objects.standing().filter(person=by.person).first()
    return found


def _drawn(shown_name: str, place_path: str, version: str, by: Actor) -> Pledge:
    text = _read(version)
    place = Place.objects.current().filter(pk=place_path[:COMMUNITY]).first() if place_path else None
    if place is None or len(place.path) != COMMUNITY:
        raise Invalid(_("Which community is it?"), _("Choose one from the list."), field="place_path")
    return Pledge(
        community=place,
        version=text.version,
        shown_name=_name(shown_name),
        person=by.person,
        signed_at=now(),
    )


def _read(version: str) -> PledgeText:
    """Today's words. :raises Conflict: others were read."""
    text = current_text()
    if version != str(text.version):
        raise Conflict(
            _("The words of the pledge are other ones meanwhile."), _("Read them again, then sign."), field="version"
        )  # fmt: skip
    return text


def _name(typed: str) -> str:
    if hides(typed):
        raise Invalid(
            _("A number stands here."),
            _("Write only how you want to be named: a name, a nickname, or your family."),
            field="shown_name",
        )
    name = " ".join(clean_words(typed, field="shown_name", limit=SHOWN_NAME).split())
    missing = missing_in(name)
    if missing:
        error = GlyphsMissing(missing)
        error.field = "shown_name"
        raise error
    return name
