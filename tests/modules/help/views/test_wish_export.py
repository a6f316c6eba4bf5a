"""The list of wishes as an Excel file: what is seen, masked, and the taking recorded."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain import export
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.enums import WishAction
from jiayuan.modules.help.models import Wish
from jiayuan.modules.help.views import console_wishes
from tests.modules.help.scene import COMMUNITY, NEIGHBOUR, Scene, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = reverse("console-wishes-export")


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def desk(scene):
    return signed_in(scene.worker)


def taken(client, **query):
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]


def numbers(rows):
    return [row[0].value for row in rows[1:]]


def test_holds_what_the_list_shows_and_no_more(scene, desk):
    first, second = scene.posted(), scene.opened(kind="company")
    assert numbers(taken(desk)) == [second.number, first.number]
    assert numbers(taken(desk, kind="company")) == [second.number]
    assert numbers(taken(desk, state="open")) == [second.number]
    other = signed_in(holder(Role.COMMUNITY_WORKER, NEIGHBOUR))
    assert numbers(taken(other)) == []


def test_is_for_the_desk(scene):
    for actor in (scene.wisher, scene.team, holder(Role.DRIVER, COMMUNITY)):
        assert signed_in(actor).get(ADDRESS).status_code != 200


def test_nothing_by_which_to_reach_anybody_stands_in_it(scene, desk):
    scene.posted(
        words="找李建芳，电话13812345678",
        address="2单元501",
        contact_name="李建芳",
        contact_phone="13912345678",
    )
    wish = scene.posted()
    scene.act(wish, WishAction.OPEN, given=Given(title="修纱窗", public_words="纱窗破了"))
    Wish.objects.filter(pk=wish.pk).update(public_words="请打13812345678")
    text = str([[cell.value for cell in row] for row in taken(desk)])
    for each in ("13812345678", "13912345678", "501", "李建芳", "elder", "老人"):
        assert each not in text
    assert "138****5678" in text


def test_no_cell_is_a_formula(scene, desk):
    wish = scene.posted()
    Wish.objects.filter(pk=wish.pk).update(title="=HYPERLINK(1)", public_words="+1+1")
    cells = [cell for row in taken(desk) for cell in row]
    assert not any(each.data_type == "f" for each in cells)
    assert "=HYPERLINK(1)" in [each.value for each in cells]


def test_who_took_how_many_and_by_what_is_recorded(scene, desk):
    scene.opened()
    scene.posted()
    taken(desk, state="open", q="13812345678")
    taken(desk, state="open")
    entries = Entry.objects.filter(stream_id=f"person/{scene.worker.pk}", action="help.export_wishes")
    said = [each.payload["after"] for each in entries.order_by("pk")]
    assert said == [
        {"wishes": 0, "of": 0, "state": "open", "q": "138****5678"},
        {"wishes": 1, "of": 1, "state": "open"},
    ]


def test_what_cannot_be_meant_gives_no_file(scene, desk):
    """A file of everything for a filter that was misspelt would be taken for the narrowed one."""
    scene.posted()
    assert desk.get(ADDRESS, {"state": "opne"}).status_code == 422
    assert not Entry.objects.filter(action="help.export_wishes").exists()


def test_a_file_that_was_cut_says_so(scene, desk, monkeypatch):
    scene.posted()
    scene.posted()
    monkeypatch.setattr(export, "MOST", 1)
    monkeypatch.setattr(console_wishes, "MOST", 1)
    rows = taken(desk)
    assert len(rows) == 3
    assert "1" in rows[-1][0].value
    assert "2" in rows[-1][0].value


def test_more_wishes_ask_the_database_no_more(scene, desk):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            taken(desk)
        return len(caught)

    scene.posted()
    asked()
    few = asked()
    for _number in range(5):
        scene.opened()
    assert asked() == few


def test_the_list_leads_to_its_file_with_its_filters(scene, desk):
    scene.posted()
    page = desk.get(reverse("console-wishes"), {"state": "live", "after": ""}).content.decode()
    assert f"{ADDRESS}?state=live" in page
