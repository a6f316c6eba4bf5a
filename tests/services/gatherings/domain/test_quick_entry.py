"""What stands on the paper list is entered: all of it or nothing, once, each mistake beside its line."""

from datetime import timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.domain.leave import cancel_sign_up
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.presence import check_by_host
from jiayuan.services.gatherings.domain.quick_entry import enter_lines
from jiayuan.services.gatherings.domain.repair import decide_presence
from jiayuan.services.gatherings.enums import Action, PresenceSource, State, Way
from jiayuan.services.gatherings.interfaces.sheet_lines import lines_of
from jiayuan.services.gatherings.models import Presence, SignUp
from jiayuan.services.gatherings.row_codes import RowCode, row_code
from tests.services.gatherings.scene import (
    FRIDAY,
    THURSDAY,
    WALKED_IN,
    gathering,
    host,
    join,
    resident,
    states,
)

pytestmark = pytest.mark.django_db
AFTER = FRIDAY + timedelta(hours=2)


@pytest.fixture
def worker():
    return host()


def coming(count, seats=2):
    """A role, and the rows of those who signed up for it."""
    with at(THURSDAY):
        role = gathering(seats)
        return role, [join(role) for _turn in range(count)]


def code(role, row=None, *, letter="A", number=None):
    return row_code(role.session_id, RowCode(letter, number or row.ticket))


def enter(role, text, by, **options):
    with at(options.pop("moment", AFTER)):
        return enter_lines(role.session_id, lines_of(text), by=by, **options)


def faults(entered):
    return {each.line.number: str(each.error) for each in entered.lines if each.error}


def test_codes_times_and_walk_ins_become_presences_once(worker):
    role, (one, other, waits) = coming(3)
    text = (
        f"{code(role, one)} 1805 19:10\n{code(role, other).lower()}\n\n{code(role, waits)} 18:20\n"
        f"{code(role, letter='W', number=1)} 1810 1850 刘阿姨 13911112222\n赵师傅，1800，1830"
    )
    trial = enter(role, text, worker, is_trial=True)
    assert (trial.wrong, trial.is_written, Presence.objects.count()) == (0, False, 0)
    assert states(role) == ["held", "held", "waiting"]
    for _turn in range(2):
        assert enter(role, text, worker, nonce="n" * 16).is_written
    assert list(Presence.objects.order_by("pk").values_list("minutes", flat=True)) == [65, 60, 40, 40, 30]
    assert set(Presence.objects.values_list("in_source", flat=True)) == {PresenceSource.SHEET}
    assert states(role) == ["held", "held", WALKED_IN, WALKED_IN, WALKED_IN]
    assert SignUp.objects.get(name="刘阿姨").phone == "+8613911112222"
    assert Entry.objects.filter(action="gatherings.enter_sheet").count() == 1


def test_one_wrong_line_and_nothing_is_written(worker):
    role, (one, other, third) = coming(3, seats=3)
    with at(THURSDAY):
        elsewhere = gathering(2)
    blank = code(role, letter="W", number=1)
    lines = (
        code(role, one),
        code(role, one)[:-1] + "Ö",
        code(elsewhere, one),
        f"{code(role, other)} 1900 1800",
        f"{code(role, other)} 2561",
        f"{code(role, other)} 0800 0900",
        code(role, one),
        code(role, number=9),
        blank,
        f"{code(role, third)} 王秀英",
        "刘阿姨 1801 1802 1803",
        f"{code(role, other)} 1800 1930",
    )
    entered = enter(role, "\n".join(lines), worker, nonce="n")
    assert not entered.is_written
    assert sorted(faults(entered)) == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert all(each.error.remedy for each in entered.lines if each.error)
    assert not Presence.objects.exists()
    assert not Entry.objects.filter(action__in=("gatherings.enter_sheet", "gatherings.check_in")).exists()
    assert enter(role, "\n".join((lines[0], lines[-1])), worker, nonce="n").is_written


def test_what_was_scanned_stays_and_a_missing_end_is_added(worker):
    role, (both, only_in) = coming(2)
    for row in (both, only_in):
        with at(FRIDAY):
            check_by_host(row.pk, Way.IN, by=worker)
    with at(FRIDAY + timedelta(minutes=50)):
        check_by_host(both.pk, Way.OUT, by=worker)
    entered = enter(role, f"{code(role, both)} 1810 1900\n{code(role, only_in)} 1810 1840", worker)
    assert [each.stands for each in entered.lines] == [True, False]
    assert list(Presence.objects.order_by("pk").values_list("minutes", flat=True)) == [50, 40]
    with at(AFTER):
        decide_presence(both.presence.pk, was_there=False, by=worker, because="看错了")
    assert list(faults(enter(role, code(role, both), worker))) == [1]


def test_a_blank_row_is_one_person_and_the_cancelled_are_written_by_name(worker):
    role, (one,) = coming(1)
    blank = code(role, letter="W", number=2)
    assert enter(role, f"{blank} 刘阿姨", worker).is_written
    assert 1 in faults(enter(role, f"{blank} 王大爷", worker))
    with at(THURSDAY):
        cancel_sign_up(one.pk, by=worker)
    assert 1 in faults(enter(role, code(role, one), worker))
    assert enter(role, "王秀英 1800 1830", worker).is_written


def test_who_waited_when_it_closed_came_all_the_same(worker):
    role, (_one, waits) = coming(2, seats=1)
    with at(AFTER):
        perform_action(role.session_id, Action.CLOSE, by=worker)
    assert enter(role, code(role, waits), worker).is_written
    assert states(role) == ["held", WALKED_IN]


def test_while_it_is_on_nobody_has_gone_yet(worker):
    role, (one,) = coming(1)
    assert enter(role, f"{code(role, one)} 1805", worker, moment=FRIDAY + timedelta(minutes=30)).is_written
    assert Presence.objects.get().out_at is None


def test_across_midnight(worker):
    with at(THURSDAY):
        role = gathering(starts_at=FRIDAY + timedelta(hours=4, minutes=30), minutes=240)
        row = join(role)
    assert enter(role, f"{code(role, row)} 2240 0130", worker, moment=FRIDAY + timedelta(hours=9)).is_written
    assert Presence.objects.get().minutes == 170


def test_refused(worker):
    role, (one,) = coming(1)
    with pytest.raises(Refused):
        enter(role, code(role, one), resident())
    with pytest.raises(Invalid):
        enter(role, " \n", worker)
    with pytest.raises(Invalid):
        enter(role, "某人\n" * 301, worker)
    role.session.state = State.FILED
    role.session.save()
    with pytest.raises(Conflict):
        enter(role, code(role, one), worker)


@pytest.mark.parametrize("typed", ["ZZZ", "A-K 1805", "ｚｚｚ", "12A"])
def test_what_may_be_a_mistyped_code_is_asked_back_and_not_taken_as_a_name(worker, typed):
    role, _rows = coming(1)
    entered = enter(role, typed, worker)
    assert not entered.is_written
    assert "不是这张表上的编号" in faults(entered)[1]
    assert enter(role, f"+{typed}", worker).is_written
    assert SignUp.objects.get(name__gt="").name


def test_longer_names_and_those_with_a_number_are_not_asked_back(worker):
    role, _rows = coming(1)
    assert enter(role, "Liu Wei\nLi 13911112222\n刘", worker).is_written
    assert SignUp.objects.filter(person=None).count() == 3
