"""Merging, splitting, moving and renaming on the pages: form, preview, confirmation, and where one ends up."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from jiayuan.doors.shell.preferences import COOKIE
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.models import Place, PlaceSuccession
from jiayuan.services.cases.enums import State
from tests.factories import CaseFactory, OrganisationFactory, PersonFactory, PlaceFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db
A, B, C = "140106004010", "140106004011", "140106004015"
ELSEWHERE = "140106005001"
GROUNDS = {"on": "2026-03-01", "because": "迎民发〔2026〕12 号"}
MERGER = {"sources": B, "name": "青年社区", "path": "", **GROUNDS}
SignIn = Callable[[Person], Client]


@pytest.fixture
def client(district: Place, sign_in: SignIn) -> Client:
    person = PersonFactory(name="区里老王")
    RoleGrantFactory(person=person, role=Role.DISTRICT_OFFICER, place=district)
    return sign_in(person)


@pytest.fixture
def estates(district: Place) -> None:
    """枣园 with a building in A, 桃园 in A, 梨园 in B; and what stands there."""
    for path, name in (
        (f"{A}001", "枣园小区"),
        (f"{A}001001", "1号楼"),
        (f"{A}002", "桃园小区"),
        (f"{B}001", "梨园小区"),
    ):
        PlaceFactory(path=path, name=name, parent_id=path[: 15 if len(path) > 15 else 12])
    community = Place.objects.get(pk=A)
    OrganisationFactory(name="青年物业", place=community)
    RoleGrantFactory(person=PersonFactory(), role=Role.COMMUNITY_WORKER, place=community)
    PersonFactory(home_place=Place.objects.get(pk=f"{A}001"))
    CaseFactory(place=community, state=State.REPORTED)
    CaseFactory(place=community, state=State.CLOSED, closed_at="2026-02-01T08:00:00Z")


def page(what: str, path: str = A) -> str:
    return f"/console/places/{path}/{what}/"


def body(response: Any) -> str:
    return str(response.content.decode())


def carried(response: Any) -> dict[str, list[str]]:
    """What the preview sends again."""
    sent: dict[str, list[str]] = {}
    for name, value in response.context["carried"]:
        sent.setdefault(name, []).append(value)
    return sent


@pytest.mark.usefixtures("estates")
class TestMerge:
    def test_the_preview_says_what_will_happen_and_changes_nothing(self, client: Client) -> None:
        assert "青年路二社区" in body(client.get(page("merge")))
        before = Entry.objects.count()
        preview = client.post(page("merge"), MERGER)
        assert preview.status_code == 200
        found = preview.context["preview"]
        assert [place.path for place in found.closed] == [A, B]
        assert [(place.name, estates) for place, estates in found.opened] == [("青年社区", 3)]
        assert [number for _label, number in found.moved] == [3, 1]
        told = {str(each.label): (number, each.follows) for each, number in found.belongings}
        assert told["单位"] == (1, True)
        assert told["职务"] == (1, True)
        assert told["登记在这里的人"] == (1, True)
        assert told["办理中的事项"] == (1, False)
        for words in ("2026年3月1日", "迎民发〔2026〕12 号", "140106004016", "以前的记录都留在原处"):
            assert words in body(preview)
        assert Entry.objects.count() == before
        assert not PlaceSuccession.objects.exists()
        assert Place.objects.get(pk=A).closed_on is None

    def test_what_was_shown_is_done(self, client: Client) -> None:
        preview = client.post(page("merge"), MERGER)
        done = client.post(page("merge"), {**carried(preview), "step": "do"}, follow=True)
        assert done.redirect_chain == [("/console/places/140106004016/", 302)]
        new = body(done)
        for words in ("已合并", "青年路一社区", "青年路二社区", "依据：迎民发〔2026〕12 号"):
            assert words in new
        old = body(client.get(page("").rstrip("/") + "/"))
        assert '<a class="plain-link" href="/console/places/140106004016/">青年社区</a>' in old
        assert page("merge") not in old
        assert Entry.objects.get(stream_id=f"place/{A}").payload["after"]["because"] == GROUNDS["because"]
        assert RoleGrant.objects.get(role=Role.COMMUNITY_WORKER).place_id == "140106004016"

    def test_twice_is_once(self, client: Client) -> None:
        sent = {**MERGER, "step": "do"}
        assert client.post(page("merge"), sent).status_code == 302
        again = client.post(page("merge"), sent)
        assert again.status_code == 409
        assert "已不存在" in body(again) or "不再" in body(again) or "撤" in body(again)
        assert Place.objects.filter(name="青年社区").count() == 1

    def test_back_to_the_form_with_what_was_entered(self, client: Client) -> None:
        preview = client.post(page("merge"), MERGER)
        form = client.post(page("merge"), {**carried(preview), "step": "edit"})
        assert form.status_code == 200
        assert 'value="青年社区"' in body(form)
        assert GROUNDS["because"] in body(form)

    @pytest.mark.parametrize(
        ("given", "status", "said"),
        [
            ({"sources": []}, 422, "field-error"),
            ({"sources": ELSEWHERE}, 422, "field-error"),
            ({"name": "青年路三社区"}, 409, "旁边已经有"),
            ({"name": ""}, 422, "field-error"),
            ({"because": ""}, 422, "field-error"),
            ({"on": "2999-01-01"}, 422, "这一天还没到"),
            ({"path": "140106005099"}, 422, "140106005099"),
            ({"path": A}, 409, A),
        ],
    )
    @pytest.mark.parametrize("step", ["", "do"])
    def test_refusals_in_words(
        self, client: Client, given: dict[str, Any], status: int, said: str, step: str
    ) -> None:
        response = client.post(page("merge"), {**MERGER, **given, "step": step})
        assert response.status_code == status
        assert said in body(response)
        assert not PlaceSuccession.objects.exists()


@pytest.mark.usefixtures("estates")
class TestSplit:
    SENT = {
        "name_1": "青年东社区", "name_2": "青年西社区", "name_3": "", "name_4": "", "principal": "2",
        f"estate_{A}001": "1", f"estate_{A}002": "2", **GROUNDS,
    }  # fmt: skip

    def test_estates_go_where_they_were_sent(self, client: Client) -> None:
        form = body(client.get(page("split")))
        assert "枣园小区" in form
        assert "梨园小区" not in form
        preview = client.post(page("split"), self.SENT)
        opened = preview.context["preview"].opened
        assert [(place.name, estates) for place, estates in opened] == [("青年东社区", 1), ("青年西社区", 1)]
        done = client.post(page("split"), {**carried(preview), "step": "do"})
        assert done["Location"] == "/console/places/140106004017/"
        west = Place.objects.get(pk="140106004017")
        assert west.name == "青年西社区"
        assert Place.objects.get(parent=west).name == "桃园小区"
        old = body(client.get(f"/console/places/{A}/"))
        assert "承接记录" in old

    def test_a_part_without_a_name_cannot_get_estates(self, client: Client) -> None:
        response = client.post(page("split"), {**self.SENT, f"estate_{A}001": "3"})
        assert response.status_code == 422
        assert "名称" in body(response)
        assert not PlaceSuccession.objects.exists()

    @pytest.mark.parametrize("given", [{"principal": "9"}, {f"estate_{A}001": "7"}, {"name_2": "青年东社区"}])
    def test_refused(self, client: Client, given: dict[str, str]) -> None:
        assert client.post(page("split"), {**self.SENT, **given}).status_code == 422

    def test_without_estates(self, client: Client) -> None:
        assert "还没有登记小区" in body(client.get(page("split", C)))


@pytest.mark.usefixtures("estates")
class TestMoveAndRename:
    def test_an_estate_moves(self, client: Client) -> None:
        estate = f"{A}001"
        form = body(client.get(page("move", estate)))
        assert "<optgroup" in form
        assert f'value="{A}"' not in form
        sent = {"into": B, **GROUNDS}
        preview = client.post(page("move", estate), sent)
        assert [place.path for place, _estates in preview.context["preview"].opened] == [f"{B}002"]
        done = client.post(page("move", estate), {**carried(preview), "step": "do"})
        assert done["Location"] == f"/console/places/{B}002/"
        assert Person.objects.filter(home_place_id=f"{B}002").count() == 1
        assert f"/console/places/{B}002/" in body(client.get(f"/console/places/{estate}/"))

    def test_a_new_name(self, client: Client) -> None:
        sent = {"name": "青年路东社区", **GROUNDS}
        preview = client.post(page("rename"), sent)
        assert "青年路东社区" in body(preview)
        assert Place.objects.get(pk=A).name == "青年路一社区"
        done = client.post(page("rename"), {**carried(preview), "step": "do"}, follow=True)
        assert "青年路一社区" in body(done)
        place = Place.objects.get(pk=A)
        assert (place.name, place.names.get(until=None).since) == ("青年路东社区", date(2026, 3, 1))

    def test_a_name_that_a_neighbour_has(self, client: Client) -> None:
        response = client.post(page("rename"), {"name": "青年路二社区", **GROUNDS})
        assert response.status_code == 409
        assert "旁边已经有" in body(response)

    @pytest.mark.parametrize(("what", "path"), [("merge", f"{A}001"), ("split", "140106004"), ("move", A)])
    def test_not_for_this_kind(self, client: Client, what: str, path: str) -> None:
        response = client.get(page(what, path))
        assert response.status_code == 422
        assert "这类地方不能这样变更" in body(response)


@pytest.mark.parametrize("what", ["merge", "split", "move", "rename", "boundary"])
@pytest.mark.usefixtures("estates")
def test_who_may(district: Place, client: Client, sign_in: SignIn, what: str) -> None:
    path = f"{A}001" if what == "move" else A
    assert page(what, path) in body(client.get(f"/console/places/{path}/"))
    assert client.get(page(what, path)).status_code == 200
    worker = PersonFactory()
    RoleGrantFactory(person=worker, role=Role.COMMUNITY_WORKER, place=Place.objects.get(pk=A))
    other = PersonFactory()
    RoleGrantFactory(person=other, role=Role.DISTRICT_OFFICER, place=PlaceFactory(path="140105"))
    for person in (worker, other):
        theirs = sign_in(person)
        assert page(what, path) not in body(theirs.get(f"/console/places/{path}/"))
        assert theirs.get(page(what, path)).status_code == 403
        assert theirs.post(page(what, path), {**MERGER, "step": "do"}).status_code == 403
    assert Client().get(page(what, path))["Location"].startswith("/accounts/login/?next=%2Fconsole%2F")


@pytest.mark.parametrize("what", ["merge", "split", "rename", "boundary"])
def test_in_english_without_chinese_but_the_name_to_change(client: Client, what: str) -> None:
    PlaceFactory(path=f"{A}001", name="枣园小区", pinyin="zaoyuan xiaoqu", parent_id=A)
    client.cookies[COOKIE] = "en.0.auto"
    shown = body(client.get(page(what))).replace('value="青年路一社区"', "")
    assert not [each for each in shown.split("<main")[1] if "\u4e00" <= each <= "\u9fff"]
    preview = client.post(page(what), {**MERGER, **TestSplit.SENT, "name": "Qingnian", "sources": B})
    assert "Grounds" in body(preview)


@pytest.mark.usefixtures("estates")
def test_query_counts(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get(page("merge"))  # what is looked up once
    with django_assert_max_num_queries(12):
        client.get(page("merge"))
    with django_assert_max_num_queries(12):
        client.get(page("split"))
    with django_assert_max_num_queries(12):
        client.get(page("move", f"{A}001"))
    for number in range(10, 40):
        PlaceFactory(path=f"{A}0{number}", parent_id=A)
    with django_assert_max_num_queries(12):
        client.get(page("split"))
