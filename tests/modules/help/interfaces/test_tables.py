"""Posts, helpers and help without a wish from spreadsheets: what is good goes in once, what is not says why."""

import io
from contextlib import suppress
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import DomainError, Invalid, Refused
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.tables.domain.take_out import write_list
from jiayuan.foundation.tables.interfaces.samples import draw_sample
from jiayuan.modules.help.domain import network
from jiayuan.modules.help.domain.services import strike_service
from jiayuan.modules.help.enums import Tier
from jiayuan.modules.help.models import Post, PostMember, ServiceRecord
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    PostFactory,
    PostMemberFactory,
    RoleGrantFactory,
    ServiceRecordFactory,
)
from tests.foundation.tables.conftest import faults, xlsx
from tests.modules.help.scene import BUILDING, COMMUNITY, ESTATE, MONDAY, NEIGHBOUR, Scene, holder

pytestmark = pytest.mark.django_db
POSTS, MEMBERS, SERVICES = "help-posts", "help-members", "help-services"
KEYS = {
    POSTS: ["community", "tier", "name", "place", "organisation", "since"],
    MEMBERS: ["phone", "name", "community", "post", "role"],
    SERVICES: ["community", "post", "day", "kind", "words", "people", "minutes"],
}
GOOD = {
    POSTS: [COMMUNITY, "服务队", "新互助队", ESTATE, "", "2026-03-01"],
    MEMBERS: ["13800000001", "李建芳", COMMUNITY, "花园队", "负责人"],
    SERVICES: [COMMUNITY, "花园队", "2026-10-12", "errand", "广场义剪", "23", "120"],
}


def row(sheet, **changed):
    return [changed.get(key, value) for key, value in zip(KEYS[sheet], GOOD[sheet], strict=True)]


def table(sheet, *rows):
    return xlsx([[str(registers.sheets[sheet].column(key).label) for key in KEYS[sheet]], *rows])


@pytest.fixture
def scene():
    with at(MONDAY):
        it = Scene()
        PostFactory(
            station=it.station, name="花园队", tier=Tier.TEAM, place_id=ESTATE, since=date(2026, 1, 1)
        )
        yield it


@pytest.fixture
def worker(scene):
    return scene.worker


def made(sheet):
    return {
        POSTS: Post.objects.filter(name__startswith="新"),
        MEMBERS: PostMember.objects.filter(post__name="花园队"),
        SERVICES: ServiceRecord.objects.all(),
    }[sheet].count()


@pytest.mark.parametrize("sheet", KEYS)
class TestEveryList:
    def test_what_is_good_goes_in_and_twice_it_is_once(self, worker, bring, finish, sheet):
        job = bring(worker, table(sheet, row(sheet)), sheet=sheet)
        assert (job.new, job.bad, made(sheet)) == (1, 0, 0), faults(job)
        done = finish(job, "all")
        assert (done.written, made(sheet)) == (1, 1)
        assert not done.file, "nothing of the file is kept"
        assert done.preview == done.changes == []
        again = bring(worker, table(sheet, row(sheet)), sheet=sheet)
        assert (again.new, again.changed, again.same) == (0, 0, 1)
        finish(again, "all")
        assert made(sheet) == 1

    def test_it_stands_in_the_ledger_of_the_station(self, scene, worker, bring, finish, sheet):
        before = Entry.objects.filter(stream_id=scene.station.stream).count()
        finish(bring(worker, table(sheet, row(sheet)), sheet=sheet), "all")
        entries = Entry.objects.filter(stream_id=scene.station.stream)
        assert entries.count() > before
        assert verify([scene.station.stream]).ok

    def test_another_community_is_not_theirs(self, worker, bring, sheet):
        job = bring(worker, table(sheet, row(sheet, community=NEIGHBOUR)), sheet=sheet)
        assert job.bad == 1
        assert made(sheet) == 0

    def test_nobody_else_is_offered_it(self, scene, sheet):
        for actor in (scene.team, scene.wisher, holder(Role.GRID_WORKER, COMMUNITY)):
            assert not registers.sheets[sheet].may(actor)

    def test_good_rows_go_in_only_if_asked(self, worker, bring, finish, sheet):
        wrong = row(sheet, community="无此社区")
        job = bring(worker, table(sheet, wrong, row(sheet)), sheet=sheet)
        assert (job.bad, job.good) == (1, 1)
        with pytest.raises(Invalid):
            finish(job, "all")
        assert made(sheet) == 0
        assert finish(job, "good").written == 1
        assert made(sheet) == 1

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_the_sample_goes_in_whole(self, worker, bring, finish, sheet, language):
        with translation.override(language):
            drawn = draw_sample(registers.sheets[sheet], "good", registers.sheets[sheet].examples(worker))
        job = bring(worker, drawn, sheet=sheet)
        assert (job.bad, job.total) == (0, 2), faults(job)
        assert finish(job, "all").written == 2

    def test_what_is_taken_out_goes_in_again_and_changes_nothing(
        self, worker, bring, finish, sheet, tmp_path
    ):
        finish(bring(worker, table(sheet, row(sheet)), sheet=sheet), "all")
        path = tmp_path / "list.xlsx"
        with translation.override("en"):
            assert write_list(registers.sheets[sheet], worker, path, kind="xlsx", in_full=True) >= 1
        job = bring(worker, path.read_bytes(), sheet=sheet)
        assert (job.bad, job.new, job.changed) == (0, 0, 0), faults(job)

    def test_many_rows_ask_the_database_no_more(self, worker, sheet):
        def asked(count):
            loader = registers.sheets[sheet].loader(Actor(person=worker.person))
            columns = registers.sheets[sheet].column
            key = {POSTS: "name", MEMBERS: "phone", SERVICES: "words"}[sheet]
            rows = [
                {
                    each: columns(each).parse(text) if text else None
                    for each, text in zip(
                        KEYS[sheet], row(sheet, **{key: f"1390000{number:04}"}), strict=True
                    )
                }
                for number in range(count)
            ]
            with CaptureQueriesContext(
                connection,
            ) as caught:
                loader.prepare(rows)
                kinds = {loader.plan(each).kind for each in rows}
            assert kinds == {"new"}
            return len(caught)

        assert asked(60) == asked(1)


def wrong(sheet, **changed):
    return pytest.param(sheet, changed, id=f"{sheet} {changed}")


@pytest.mark.parametrize(
    ("sheet", "changed"),
    [
        wrong(POSTS, tier="火箭队"),
        wrong(POSTS, tier="service centre"),
        wrong(POSTS, tier=""),
        wrong(POSTS, name=""),
        wrong(POSTS, name="队" * 41),
        wrong(POSTS, place=NEIGHBOUR),
        wrong(POSTS, place="无此小区"),
        wrong(POSTS, organisation="无此商户"),
        wrong(POSTS, since="2026-11-03"),
        wrong(POSTS, since="1926-03-01"),
        wrong(POSTS, since="今年"),
        wrong(MEMBERS, phone="12345"),
        wrong(MEMBERS, phone="1.38E+10"),
        wrong(MEMBERS, name=""),
        wrong(MEMBERS, post="无此队"),
        wrong(MEMBERS, role="皇帝"),
        wrong(SERVICES, post="无此队"),
        wrong(SERVICES, day="2026-11-03"),
        wrong(SERVICES, day="2025-12-31"),
        wrong(SERVICES, day=""),
        wrong(SERVICES, kind="魔法"),
        wrong(SERVICES, words=""),
        wrong(SERVICES, words="剪" * 61),
        wrong(SERVICES, people="0"),
        wrong(SERVICES, people="501"),
        wrong(SERVICES, people="很多"),
        wrong(SERVICES, minutes="6001"),
    ],
)
def test_what_is_wrong_is_named_by_its_column(worker, bring, sheet, changed):
    """On its own cell, with what to do; nothing else of the row is blamed."""
    job = bring(worker, table(sheet, row(sheet, **changed)), sheet=sheet)
    blamed = {each.column for each in job.faults.all()}
    assert blamed == set(changed), faults(job)
    assert all(each.message and each.remedy for each in job.faults.all())
    assert set(job.faults.get().words) == {"zh-hans", "en"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_the_cells_nothing_breaks(worker, data):
    """A row is taken, or refused in words."""
    name = data.draw(st.sampled_from(list(KEYS)))
    sheet = registers.sheets[name]
    cell = st.one_of(st.none(), st.text(max_size=70), st.integers(), st.floats(), st.dates(), st.booleans())
    values = {}
    for key, good in zip(KEYS[name], GOOD[name], strict=True):
        column, found = sheet.column(key), data.draw(st.one_of(st.just(good), cell))
        try:
            values[key] = column.parse(found) if str(found if found is not None else "").strip() else None
            if values[key] in (None, "") and column.required:
                return
        except DomainError:
            return
    loader = sheet.loader(worker)
    loader.prepare([values])
    with suppress(DomainError):
        assert loader.plan(values).kind in ("new", "changed", "same")


class TestPosts:
    def test_a_merchants_station_names_its_merchant(self, worker, bring, finish):
        OrganisationFactory(name="永和超市")
        job = bring(worker, table(POSTS, row(POSTS, tier="服务站")), sheet=POSTS)
        assert {each.column for each in job.faults.all()} == {"organisation"}
        job = bring(worker, table(POSTS, row(POSTS, tier="服务站", organisation="永和超市")), sheet=POSTS)
        finish(job, "all")
        post = Post.objects.get(name="新互助队")
        assert (post.tier, post.organisation.name, post.since) == (
            Tier.MERCHANT,
            "永和超市",
            date(2026, 3, 1),
        )

    def test_houses_of_one_name_are_told_apart_by_the_community(self, worker, bring):
        PlaceFactory(path=f"{NEIGHBOUR}001", kind="estate", name="花园小区")
        PlaceFactory(path=f"{COMMUNITY}009", kind="estate", name="花园小区")
        job = bring(worker, table(POSTS, row(POSTS, place="花园小区")), sheet=POSTS)
        assert job.bad == 0, faults(job)

    def test_a_name_that_is_there_differently_is_a_fault(self, worker, bring):
        job = bring(worker, table(POSTS, row(POSTS, name="花园队", place=BUILDING)), sheet=POSTS)
        assert {each.column for each in job.faults.all()} == {"place"}

    def test_a_community_without_a_station_is_told_where_to_open_one(self, worker, bring):
        other = PlaceFactory(path="140106004012")
        RoleGrantFactory(person=worker.person, role=Role.COMMUNITY_WORKER, place=other)
        job = bring(
            Actor(person=worker.person), table(POSTS, row(POSTS, community="140106004012")), sheet=POSTS
        )
        assert [code for code, _words in faults(job).values()] == ["no-station"]


class TestMembers:
    def test_whoever_has_no_account_gets_one_and_is_verified(self, worker, bring, finish):
        finish(bring(worker, table(MEMBERS, row(MEMBERS)), sheet=MEMBERS), "all")
        member = PostMember.objects.get(post__name="花园队")
        assert (member.person.phone, member.role) == ("+8613800000001", "keeper")
        assert member.verified_by == worker.person

    def test_whoever_asked_to_help_is_verified(self, worker, bring, finish):
        person = PersonFactory(phone="+8613800000001")
        PostMemberFactory(
            post=Post.objects.get(name="花园队"), person=person, verified_at=None, verified_by=None
        )
        job = bring(worker, table(MEMBERS, row(MEMBERS, role="")), sheet=MEMBERS)
        assert (job.changed, job.bad) == (1, 0)
        finish(job, "all")
        assert PostMember.objects.get(person=person).verified_at is not None

    def test_another_role_is_a_change(self, worker, bring, finish):
        person = PersonFactory(phone="+8613800000001")
        member = PostMemberFactory(post=Post.objects.get(name="花园队"), person=person)
        job = bring(worker, table(MEMBERS, row(MEMBERS)), sheet=MEMBERS)
        assert [each["fields"][0][0] for each in job.changes] == ["role"]
        finish(job, "all")
        member.refresh_from_db()
        assert member.role == "keeper"
        assert Entry.objects.get(action="help.change_role").payload["after"]["role_before"] == "helper"

    def test_an_empty_role_leaves_a_keeper_one(self, worker, bring):
        person = PersonFactory(phone="+8613800000001")
        PostMemberFactory(post=Post.objects.get(name="花园队"), person=person, role="keeper")
        assert bring(worker, table(MEMBERS, row(MEMBERS, role="")), sheet=MEMBERS).same == 1

    def test_nobody_verifies_themselves(self, worker, bring):
        Person.objects.filter(pk=worker.pk).update(phone="+8613800000001")
        assert bring(worker, table(MEMBERS, row(MEMBERS)), sheet=MEMBERS).bad == 1

    def test_a_minor_without_the_guardians_word_waits(self, worker, bring, monkeypatch):
        """At the desk as in a file."""
        person = PersonFactory(phone="+8613800000001")
        monkeypatch.setattr(network, "not_yet_allowed", lambda people: {person.pk} & set(people))
        monkeypatch.setattr(
            "jiayuan.modules.help.interfaces.table_members.not_yet_allowed", network.not_yet_allowed
        )
        assert bring(worker, table(MEMBERS, row(MEMBERS)), sheet=MEMBERS).bad == 1
        with pytest.raises(Refused):
            network.add_by_phone(Post.objects.get(name="花园队").pk, "13800000001", by=worker)

    def test_the_file_masks_names_and_numbers(self, worker, bring, finish, tmp_path):
        finish(bring(worker, table(MEMBERS, row(MEMBERS)), sheet=MEMBERS), "all")
        path = tmp_path / "list.xlsx"
        write_list(registers.sheets[MEMBERS], worker, path, kind="xlsx", in_full=False)
        text = str([list(each) for each in openpyxl.load_workbook(path).active.values])
        assert "138****0001" in text
        assert "13800000001" not in text
        assert "李建芳" not in text


class TestEnteredByNumber:
    """On the page of the station."""

    def test_who_is_there_already_gets_the_role_that_was_chosen(self, worker):
        member = PostMemberFactory(
            post=Post.objects.get(name="花园队"), person=PersonFactory(phone="+8613800000001")
        )
        network.add_by_phone(member.post_id, "13800000001", "keeper", by=worker)
        member.refresh_from_db()
        assert member.role == "keeper"

    def test_nobody_makes_themselves_keeper(self, worker):
        Person.objects.filter(pk=worker.pk).update(phone="+8613800000001")
        member = PostMemberFactory(post=Post.objects.get(name="花园队"), person=worker.person)
        with pytest.raises(Refused):
            network.add_by_phone(member.post_id, "13800000001", "keeper", by=worker)
        member.refresh_from_db()
        assert member.role == "helper"


class TestServices:
    def brought(self, worker, bring, finish, **changed):
        return finish(bring(worker, table(SERVICES, row(SERVICES, **changed)), sheet=SERVICES), "all")

    def test_other_numbers_are_a_fault_until_the_line_is_struck_out(self, worker, bring, finish):
        self.brought(worker, bring, finish)
        job = bring(worker, table(SERVICES, row(SERVICES, people="24")), sheet=SERVICES)
        assert {each.column for each in job.faults.all()} == {"people"}
        strike_service(ServiceRecord.objects.get().pk, reason="数错了", by=worker)
        self.brought(worker, bring, finish, people="24")
        assert ServiceRecord.objects.standing().get().people == 24

    def test_what_was_struck_out_is_not_brought_back(self, worker, bring, finish):
        self.brought(worker, bring, finish)
        strike_service(ServiceRecord.objects.get().pk, reason="数错了", by=worker)
        job = bring(worker, table(SERVICES, row(SERVICES)), sheet=SERVICES)
        assert [code for code, _words in faults(job).values()] == ["struck"]

    def test_a_post_that_has_ended_helped_in_its_time(self, worker, bring, finish):
        PostFactory(
            station=Post.objects.get(name="花园队").station, name="老队", since=date(2025, 1, 1),
            ended_on=date(2025, 12, 31),
        )  # fmt: skip
        self.brought(worker, bring, finish, post="老队", day="2025-06-01")
        assert ServiceRecord.objects.get().post.name == "老队"
        job = bring(worker, table(SERVICES, row(SERVICES, post="老队")), sheet=SERVICES)
        assert job.bad == 1

    def test_words_that_look_like_a_formula_stay_words(self, worker, tmp_path):
        ServiceRecordFactory(post=Post.objects.get(name="花园队"), words="=1+1")
        path = tmp_path / "list.xlsx"
        write_list(registers.sheets[SERVICES], worker, path, kind="xlsx", in_full=False)
        cells = [
            cell for line in openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active for cell in line
        ]
        assert "=1+1" in [each.value for each in cells if each.data_type != "f"]
