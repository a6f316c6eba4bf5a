"""Who was visited asks to be forgotten: what others wrote of them goes, and what ended long ago does not end anew."""

from datetime import date, timedelta

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.help.domain.specials import end_recipient, reveal_recipient
from jiayuan.modules.help.models import Recipient
from tests.factories import PersonFactory
from tests.modules.help.scene import Scene
from tests.modules.help.visits import MONDAY, Daughters

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    with at(MONDAY):
        yield Daughters(Scene())


@pytest.fixture
def elder(team):
    """Visited, with an account."""
    person = PersonFactory(phone="+8613800138777")
    end_recipient(team.links[0][0].pk, by=team.scene.worker)
    team.visited("陈奶奶", phone="13800138777")
    return person


def test_the_reasons_for_which_they_were_read_go(team, elder):
    theirs, other = Recipient.objects.get(person=elder), team.links[1][0]
    reveal_recipient(theirs.pk, reason="给陈秀英奶奶打电话", by=team.scene.worker)
    reveal_recipient(other.pk, reason="没人应门", by=team.scene.worker)
    erase_person(elder, by=Actor(person=elder))
    read = Entry.objects.filter(stream=team.service.stream, action="help.read_recipient").order_by("pk")
    gone, kept = read
    assert (gone.payload, gone.erased_at is None) == (None, False)
    assert kept.payload["after"]["words"] == "没人应门", "of somebody else"
    assert verify([team.service.stream]).ok


def test_visits_that_ended_long_ago_end_when_they_did(team, elder):
    recipient = Recipient.objects.get(person=elder)
    end_recipient(recipient.pk, by=team.scene.worker)
    Recipient.objects.filter(pk=recipient.pk).update(address="3号楼201")
    ends = Entry.objects.filter(stream=team.service.stream, action="help.end_recipient")
    before = ends.count()
    with at(MONDAY + timedelta(days=60)):
        erase_person(elder, by=Actor(person=elder))
    recipient.refresh_from_db()
    assert (recipient.until, recipient.person, recipient.address) == (date(2026, 3, 2), None, "")
    assert ends.count() == before


def test_visits_that_go_on_end_today(team, elder):
    recipient = Recipient.objects.get(person=elder)
    with at(MONDAY + timedelta(days=60)):
        erase_person(elder, by=Actor(person=elder))
    recipient.refresh_from_db()
    assert recipient.until == date(2026, 5, 1)
