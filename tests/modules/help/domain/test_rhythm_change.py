"""Somebody is visited on other days: without ending and entering them anew, and all concerned are told."""

from datetime import date

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.help.domain.rhythm_change import change_rhythm, days_to_come, foresee_rhythm
from jiayuan.modules.help.domain.specials import end_recipient
from jiayuan.modules.help.domain.visits import call_off
from jiayuan.modules.help.models import Recipient, Visit
from tests.modules.help.scene import Scene
from tests.modules.help.views.test_console_wishes import signed_in
from tests.modules.help.visits import MONDAY, Daughters

pytestmark = pytest.mark.django_db
FRIDAY, TUESDAY = date(2026, 3, 6), date(2026, 3, 3)


@pytest.fixture
def team():
    with at(MONDAY):
        made = Daughters(Scene())
        made.planned()
        yield made


def planned(recipient):
    return list(
        Visit.objects.planned().filter(recipient=recipient).order_by("day").values_list("day", flat=True)
    )


def change(team, recipient, days="FR", every=1, **more):
    return change_rhythm(recipient.pk, days=days, every=every, by=team.scene.worker, **more)


def test_what_fits_stays_and_what_does_not_is_called_off(team):
    recipient = Recipient.objects.first()
    kept = Visit.objects.get(recipient=recipient, day=FRIDAY)
    changed = change(team, recipient, nonce="a")
    assert change(team, recipient, nonce="a").days == changed.days == "FR"
    assert set(planned(recipient)) == set(days_to_come(changed))
    assert {each.weekday() for each in planned(recipient)} == {4}
    assert Visit.objects.get(pk=kept.pk).person_id == kept.person_id
    entry = Entry.objects.get(action="help.change_rhythm")
    assert (entry.payload["before"]["days"], entry.payload["after"]["days"]) == ("", "FR")
    off = Visit.objects.filter(recipient=recipient, state="off").exclude(person=None)
    told = set(Notice.objects.filter(entry=entry).values_list("person", flat=True))
    assert {each.person_id for each in off} <= told


def test_changed_back_it_is_as_it_was_but_for_what_was_called_off_otherwise(team):
    recipient = Recipient.objects.first()
    before = planned(recipient)
    gone = Visit.objects.get(recipient=recipient, day=before[2])
    call_off(gone.pk, by=team.scene.worker)
    change(team, recipient)
    change(team, recipient, days="TU,FR")
    assert planned(recipient) == [each for each in before if each != before[2]]
    assert not Visit.objects.planned().filter(recipient=recipient, person=None).exists()


def test_more_rarely_there_are_fewer(team):
    recipient = Recipient.objects.first()
    foreseen = foresee_rhythm(recipient.pk, days="TU", every=2, by=team.scene.worker)
    assert len(days_to_come(foreseen)) == 2
    assert Recipient.objects.get(pk=recipient.pk).every == 1
    change(team, recipient, days="TU", every=2)
    assert planned(recipient) == list(days_to_come(foreseen))


def test_refusals(team):
    recipient = Recipient.objects.first()
    with pytest.raises(Conflict) as caught:
        change(team, recipient, days="")
    assert caught.value.code == "same"
    for wrong in ({"days": "MO"}, {"every": 9}):
        with pytest.raises(Invalid):
            change(team, recipient, **wrong)
    with pytest.raises(Refused):
        change_rhythm(recipient.pk, days="FR", every=1, by=team.keeper)
    end_recipient(recipient.pk, by=team.scene.worker)
    with pytest.raises(Conflict):
        change(team, recipient)


def test_at_the_desk_one_looks_first(team):
    recipient = Recipient.objects.first()
    desk = signed_in(team.scene.worker)

    def send(what, **fields):
        address = reverse("console-special-act", args=[team.service.pk, what])
        return desk.post(address, {"recipient": recipient.pk, "every": "1", "nonce": "n" * 32} | fields)

    shown = send("foresee", day_FR="1")
    rhythm = reverse("console-special-act", args=[team.service.pk, "rhythm"])
    assert shown.status_code == 200
    assert rhythm in shown.content.decode()
    assert Recipient.objects.get(pk=recipient.pk).days == ""
    assert send("foresee", every="7").status_code == 422
    assert send("rhythm", day_FR="1").status_code == 302
    assert Recipient.objects.get(pk=recipient.pk).days == "FR"
