"""A charity hour that a pair held together is in the pairing ledger, once."""

from datetime import date, timedelta

import pytest

from jiayuan.foundation.access.actor import SYSTEM
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.modules.volunteering.models import JointActivity
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.enums import Action, State
from jiayuan.services.gatherings.models import Session
from tests.factories import PairingFactory, SessionActivityFactory
from tests.modules.volunteering.hour import charity_hour

pytestmark = pytest.mark.django_db


def closed(hour):
    with at(hour.after + timedelta(hours=2)):
        perform_action(hour.session.pk, Action.CLOSE, by=SYSTEM)


def test_closing_writes_it_down_and_a_late_presence_not_again():
    hour = charity_hour(2, state=State.RUNNING)
    pairing = PairingFactory(community=hour.session.place)
    Session.objects.update(organisation=pairing.organisation)
    hour.was_there(0)
    assert not JointActivity.objects.exists()
    closed(hour)
    activity = JointActivity.objects.get()
    assert (activity.pairing, activity.on, activity.source) == (
        pairing,
        date(2026, 3, 6),
        hour.session.stream,
    )
    hour.was_there(1)
    assert JointActivity.objects.count() == 1
    assert [each.action for each in history(pairing.stream)] == ["volunteering.note_activity"]


def test_who_came_late_to_be_entered_counts_as_well_and_the_named_partner_goes_first():
    hour = charity_hour(1, state=State.RUNNING)
    other, named = PairingFactory(community=hour.session.place), PairingFactory(community=hour.session.place)
    Session.objects.update(organisation=other.organisation)
    SessionActivityFactory(session=hour.session, partner=named)
    closed(hour)
    assert not JointActivity.objects.exists()  # nobody was there
    hour.session.refresh_from_db()
    hour.was_there(0)
    assert JointActivity.objects.get().pairing == named


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "proposed", "agreed_at": None},
        {"since": date(2026, 3, 7)},
        {"state": "ended", "until": date(2026, 3, 5), "reason": "搬走"},
    ],
)
def test_not_where_the_pairing_did_not_stand_on_the_day(fields):
    hour = charity_hour(1, state=State.RUNNING)
    pairing = PairingFactory(community=hour.session.place, **fields)
    Session.objects.update(organisation=pairing.organisation)
    hour.was_there(0)
    closed(hour)
    assert Session.objects.get().state == State.CLOSED
    assert not JointActivity.objects.exists()
