"""What a charity hour does goes along: with a series, with a copy, and where a form starts from an earlier one."""

from datetime import UTC, date, datetime, time

import pytest
from django.db.models import F

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.volunteering.domain.activities import choose_activity, load_activities
from jiayuan.modules.volunteering.domain.carried import choose_series_activity
from jiayuan.modules.volunteering.models import ActivityKind, SessionActivity
from jiayuan.services.gatherings.domain.generate import generate_all
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.plan import copy_session
from jiayuan.services.gatherings.domain.series import SeriesDraft, plan_series
from jiayuan.services.gatherings.enums import Action
from jiayuan.services.gatherings.models import Session
from tests.factories import PairingFactory
from tests.services.gatherings.scene import COMMUNITY, THURSDAY, about, host

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thursday():
    load_activities()
    with at(THURSDAY):
        yield


@pytest.fixture
def office():
    return host()


@pytest.fixture
def series(office):
    draft = SeriesDraft(about(kind="charity_hour"), "FREQ=WEEKLY;BYDAY=FR", date(2026, 11, 6), time(18), 60)
    return plan_series(draft, by=office)


def kinds_of(series):
    rows = Session.objects.filter(series=series).order_by("starts_at")
    found = dict(SessionActivity.objects.values_list("session_id", "kind_id"))
    return [found.get(each.pk) for each in rows]


def test_a_series_hands_it_on_to_what_is_prepared_and_what_is_still_made(series, office):
    choose_series_activity(series.pk, "ads", by=office)
    assert kinds_of(series) == ["ads", "ads"]
    with at(datetime(2026, 11, 12, 2, tzinfo=UTC)):
        generate_all()
    assert kinds_of(series) == ["ads", "ads", "ads"]
    last = Session.objects.filter(series=series).latest("starts_at")
    assert Entry.objects.filter(stream_id=last.stream, action="volunteering.choose_activity").exists()


def test_what_was_chosen_by_hand_and_what_is_published_stays(series, office):
    choose_series_activity(series.pk, "ads", by=office)
    first, second = Session.objects.filter(series=series).order_by("starts_at")
    perform_action(first.pk, Action.PUBLISH, by=office)
    choose_activity(second.pk, "vehicles", by=office)
    choose_series_activity(series.pk, "litter", by=office)
    assert kinds_of(series) == ["ads", "vehicles"]


def test_what_no_longer_holds_is_left_out(series, office):
    pairing = PairingFactory(community_id=COMMUNITY)
    choose_series_activity(series.pk, "ads", by=office, partner_id=pairing.pk)
    first = Session.objects.filter(series=series).earliest("starts_at")
    type(pairing).objects.filter(pk=pairing.pk).update(state="ended", until=F("since"), reason="搬走了")
    made = copy_session(first, starts_at=datetime(2026, 12, 4, 10, tzinfo=UTC), by=office)
    assert SessionActivity.objects.get(session=made).partner is None
    ActivityKind.objects.filter(pk="ads").update(is_active=False)
    made = copy_session(first, starts_at=datetime(2026, 12, 11, 10, tzinfo=UTC), by=office)
    assert not SessionActivity.objects.filter(session=made).exists()


def test_refused(series, office):
    with pytest.raises(Refused):
        choose_series_activity(series.pk, "ads", by=host("140106005001"))
    with pytest.raises(Invalid) as wrong:
        choose_series_activity(series.pk, "dancing", by=office)
    assert wrong.value.field == "kind"
    other = plan_series(
        SeriesDraft(about(), "FREQ=WEEKLY;BYDAY=FR", date(2026, 11, 6), time(18), 60), by=office
    )
    with pytest.raises(Conflict):
        choose_series_activity(other.pk, "ads", by=office)
