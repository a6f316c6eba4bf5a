"""The list on paper: printed with short or full names, typed in, looked at, entered."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.domain.move_up import move_up
from jiayuan.services.gatherings.domain.paper import PaperDraft, paper_of, print_sheet
from jiayuan.services.gatherings.domain.quick_entry import enter_lines
from jiayuan.services.gatherings.interfaces.sheet_lines import lines_of
from jiayuan.services.gatherings.models import Presence, SessionRole
from jiayuan.services.gatherings.row_codes import RowCode, row_code
from tests.factories import SessionRoleFactory
from tests.services.gatherings.scene import FRIDAY, THURSDAY, gathering, host, join, resident

pytestmark = pytest.mark.django_db
AFTER = FRIDAY + timedelta(hours=2)


@pytest.fixture
def worker():
    return host()


@pytest.fixture
def desk(worker, sign_in):
    return sign_in(worker.person)


@pytest.fixture
def role():
    """Somebody with a rare name comes, with a companion."""
    with at(THURSDAY):
        role, who = gathering(3), resident()
        who.person.name, who.person.phone = "䶮秀英", "+8613800005678"
        who.person.save()
        join(role, who, "小李")
    return role


def send(client, role, name, **fields):
    return client.post(reverse(f"console-gathering-{name}", args=[role.session_id]), fields)


def test_a_sheet_is_a_pdf_and_full_names_have_a_reason(desk, role):
    answer = send(desk, role, "print", blanks="5")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert not Entry.objects.filter(action="gatherings.print_sheet").exists()
    assert send(desk, role, "print", blanks="5", in_full="yes").status_code == 422
    assert send(desk, role, "print", blanks="5", in_full="yes", because="签字领物资").status_code == 200
    assert Entry.objects.get(action="gatherings.print_sheet").payload["after"] == {"because": "签字领物资"}
    for wrong in ("-1", "61", "many"):
        assert send(desk, role, "print", blanks=wrong).status_code == 422


def test_who_only_leads_prints_short_names(role, worker, sign_in):
    leader = resident()
    with at(THURSDAY):
        leading = SessionRoleFactory(session=role.session, leads=True, name="领队")
        move_up(join(leading, leader).pk, by=worker)
    client = sign_in(leader.person)
    assert send(client, role, "print", blanks="1").status_code == 403, "leading alone opens no console"
    draft = PaperDraft(in_full=True, because="想看")
    assert print_sheet(role.session, PaperDraft(), address="/", by=leader)[:5] == b"%PDF-"
    with pytest.raises(Refused):
        print_sheet(role.session, draft, address="/", by=leader)


def test_what_stands_on_it(worker, role, django_assert_num_queries):
    session = role.session
    blank = row_code(session.pk, RowCode("W", 1))
    with at(AFTER):
        enter_lines(session.pk, lines_of(f"{blank} 刘阿姨"), by=worker)
    with django_assert_num_queries(4):
        page = paper_of(session, PaperDraft(blanks=2))
    assert [(each["name"], each["tail"]) for each in page["rows"]] == [
        ("䶮**", "5678"), ("小*", ""), ("刘**", ""),
    ]  # fmt: skip
    assert page["rows"][0]["code"] == row_code(session.pk, RowCode("A", 1))
    assert page["blanks"] == [row_code(session.pk, RowCode("W", each)) for each in (2, 3)]
    assert paper_of(session, PaperDraft(in_full=True))["rows"][0]["name"] == "䶮秀英"


def test_typed_looked_at_and_entered(desk, role):
    code = row_code(role.session_id, RowCode("A", 1))
    with at(AFTER):
        seen = send(desk, role, "enter", lines=f"{code} 1805 1900", nonce="n" * 16)
        page = seen.content.decode()
        assert (seen.status_code, Presence.objects.count()) == (200, 0)
        assert re.search(r"䶮\*\*.*18:05.*19:00", page, re.DOTALL)
        assert 'name="write"' in page
        wrong = send(desk, role, "enter", lines=f"{code} 1805\nX9-Y", write="yes", nonce="m" * 16)
        assert (wrong.status_code, Presence.objects.count()) == (422, 0)
        assert f"{code} 1805\nX9-Y" in wrong.content.decode().replace("\r", "")
        assert 'name="write"' not in wrong.content.decode()
        done = send(desk, role, "enter", lines=f"{code} 1805 1900", write="yes", nonce="k" * 16)
    assert done["Location"] == reverse("console-gathering", args=[role.session_id])
    assert Presence.objects.get().minutes == 55
    assert send(desk, role, "enter", lines="").status_code == 422


def test_elsewhere_it_is_not_there(sign_in, role):
    other = sign_in(host("140106004011").person)
    assert other.get(reverse("console-gathering-paper", args=[role.session_id])).status_code == 404
    assert send(other, role, "print", blanks="1").status_code == 404
    assert send(other, role, "enter", lines="某人").status_code == 404
    assert SessionRole.objects.get().tickets == 2
