"""From a file to the list: what is told, what is written, and what is not."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused, TooMany
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.organisations.models import Contact, Organisation
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.tables.domain import decide
from jiayuan.foundation.tables.domain.work import work_on
from jiayuan.foundation.tables.enums import JobState
from jiayuan.foundation.tables.models import Fault, Job
from tests.factories import OrganisationFactory, PlaceFactory

from .conftest import GOOD, HEADINGS, HERE, faults, row, xlsx

pytestmark = pytest.mark.django_db


def test_good_rows_are_previewed_and_then_written_with_their_contacts(office, bring, finish):
    job = bring(
        office, xlsx([HEADINGS, GOOD, row(name="晋阳饺子馆", place="桃园四社区", phone=13800000002.0)])
    )
    assert (job.state, job.new, job.bad) == (JobState.PREVIEWED, 2, 0)
    assert Organisation.objects.count() == 0
    assert finish(job, "all").state == JobState.DONE
    made = Organisation.objects.get(name="晋阳饺子馆")
    assert made.place.name == "桃园四社区"
    assert Contact.objects.get(organisation=made).phone == "+8613800000002"
    entry = Entry.objects.get(stream_id=made.stream, action="organisation.opened")
    assert (entry.source, entry.actor_id) == (Source.IMPORT, office.pk)


def test_what_is_there_is_changed_and_empty_cells_change_nothing(office, bring, finish):
    kept = OrganisationFactory(
        name="永和超市", kind="merchant", place=PlaceFactory(path=HERE), address="旧址", short_name="永和"
    )
    job = bring(office, xlsx([HEADINGS, row(since=None, contact=None, phone=None)]))
    assert (job.new, job.changed, job.same) == (0, 1, 0)
    assert job.changes == [
        {"row": 2, "what": "永和超市 · 140106004010", "fields": [["address", "旧址", "建设南路12号"]]}
    ]
    finish(job, "good")
    kept.refresh_from_db()
    assert (kept.address, kept.short_name) == ("建设南路12号", "永和")
    again = bring(office, xlsx([HEADINGS, row(since=None, contact=None, phone=None)]))
    assert (again.changed, again.same) == (0, 1)


def _merge(sheet):
    sheet.merge_cells("B2:B3")


def _formula(sheet):
    sheet["F2"] = "=CONCATENATE(1,2)"


def _error(sheet):
    sheet["F2"] = "#N/A"
    sheet["F2"].data_type = "e"


TWO = [row(name="甲"), row(name="乙")]
BAD = {
    "merged cells": ([*TWO], _merge, "B3", "merged", "merged with others (B2:B3). Unmerge"),
    "formula": ([row()], _formula, "F2", "formula", "result was not saved. Replace it by its value"),
    "error value": ([row()], _error, "F2", "error-value", "such as #N/A"),
    "rounded phone": ([row(phone="1.38E+10")], None, "E2", "scientific", "its last digits are lost"),
    "short phone": ([row(phone="1380000000")], None, "E2", "length", "11 digits; this one has 10"),
    "letters in phone": ([row(phone="待定")], None, "E2", "letters", "digits only"),
    "repeated": ([row(), row(name=" 永和超市 ")], None, "A3", "repeated", "the same as in row 2. Delete one"),
    "unknown kind": ([row(kind="物业公")], None, "B2", "unknown", "Did you mean “Property company”?"),
    "missing": ([row(name=None)], None, "A2", "required", "Name is missing. Fill it in."),
    "no day": ([row(since="2024-02-30")], None, "G2", "day", "Write it like 2026-03-01"),
    "too long": ([row(address="路" * 121)], None, "F2", "too-long", "121 characters; at most 120"),
    "unknown place": ([row(place="桃园三社")], None, "C2", "unknown", "Did you mean “桃园三社区”?"),
    "beyond the headings": ([[*row(), "多余"]], None, "H2", "beyond", "more cells than there are headings"),
    "no function": ([row(kind="处置单位")], None, "A2", "function", "A handling unit needs a function"),
    "phone without name": ([row(contact=None)], None, "E2", "contact", "Whose number is this?"),
}


def test_a_number_is_asked_about_where_it_stands_also_without_a_column_of_names(office, bring):
    headings, plain = ["名称", "类型", "社区", "联系电话"], ["永和超市", "商户", HERE, "13800000001"]
    found = faults(bring(office, xlsx([headings, plain])))
    assert {cell: code for cell, (code, _said) in found.items()} == {"D2": "contact"}


def test_a_row_that_stands_twice_is_one_finding_whatever_else_is_wrong_with_it(office, bring):
    job = bring(office, xlsx([HEADINGS, row(), row(kind="物业公", since="2024-02-30")]))
    assert [(each.cell, each.code) for each in job.faults.all()] == [("A3", "repeated")]
    assert job.bad == 1


@pytest.mark.parametrize("case", [each for each in BAD if each != "merged cells"])
def test_each_reader_is_told_in_their_own_language(office, bring, case):
    """The file was brought in English; who reads it in Chinese finds Chinese, with the same values in it."""
    rows, prepare, *_rest = BAD[case]
    fault = bring(office, xlsx([HEADINGS, *rows], prepare=prepare or (lambda _sheet: None))).faults.get()
    with translation.override("en"):
        english = fault.said
    with translation.override("zh-hans"):
        chinese = fault.said
    assert english == [fault.message, fault.remedy]
    assert re.search(r"[\u4e00-\u9fff]", chinese[0])
    assert not set(english) & set(chinese)


def test_what_only_comes_up_while_importing_is_told_in_both_languages(office, bring, finish):
    job = bring(office, xlsx([HEADINGS, GOOD]))
    Place.objects.filter(pk=HERE).update(closed_on=now().date())
    finish(job, "good")
    fault = job.faults.get(is_late=True)
    assert set(fault.words) == {"en", "zh-hans"}
    assert fault.words["en"] != fault.words["zh-hans"]
    assert Organisation.objects.count() == 0


def test_a_file_that_is_no_table_is_said_in_the_language_of_the_reader(office, bring, settings):
    job = bring(office, b"no table \x00 at all")
    assert job.state == JobState.FAILED
    with translation.override("en"):
        english = job.why_failed
    with translation.override("zh-hans"):
        assert not set(english) & set(job.why_failed)
    assert english == [job.failure["message"], job.failure["remedy"]]


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_each_kind_of_fault_names_its_cell_and_the_way_out(office, bring, case):
    rows, prepare, cell, code, said = case
    job = bring(office, xlsx([HEADINGS, *rows], prepare=prepare or (lambda _sheet: None)))
    found = faults(job)
    assert cell in found, found
    assert found[cell][0] == code
    assert said in found[cell][1]
    assert job.bad == 1


def test_personal_values_are_masked_in_the_list_of_faults(office, bring):
    job = bring(office, xlsx([HEADINGS, row(phone="138000000012")]))
    assert Fault.objects.get(job=job).value == "1380****0012"
    assert ["李**", False] in job.preview[0]["cells"]
    assert "李建芳" not in str(job.preview)


def test_the_good_rows_go_in_and_the_bad_ones_stay_out(office, bring, finish):
    job = bring(office, xlsx([HEADINGS, row(), row(name="乙", kind="？"), row(name="丙")]))
    with translation.override("en"), pytest.raises(Invalid, match="cannot be imported as they stand"):
        decide.confirm(job.pk, "all", by=office)
    done = finish(job, "good")
    assert (done.written, done.bad, done.state) == (2, 1, JobState.DONE)
    assert set(Organisation.objects.values_list("name", flat=True)) == {"永和超市", "丙"}


def test_all_or_nothing_leaves_nothing_when_a_row_turns_bad_meanwhile(office, bring):
    job = bring(office, xlsx([HEADINGS, row(name="甲"), row(name="乙", place="桃园四社区")]))
    decide.confirm(job.pk, "all", by=office)
    place = PlaceFactory(path="140106004011")
    place.closed_on = "2020-01-01"
    place.save()
    assert work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.bad, job.written, job.cursor) == (JobState.PREVIEWED, 1, 0, 0)
    assert Fault.objects.get(job=job, is_late=True).cell == "C3"
    assert Organisation.objects.count() == 0


def test_good_rows_only_leaves_out_a_row_that_turns_bad_meanwhile(office, bring, finish):
    job = bring(office, xlsx([HEADINGS, row(name="甲"), row(name="乙", place="桃园四社区")]))
    place = PlaceFactory(path="140106004011")
    place.closed_on = "2020-01-01"
    place.save()
    done = finish(job, "good")
    assert (done.written, done.bad) == (1, 1)
    assert faults(done)["C3"][0] == "unknown"


def test_roles_are_asked_row_by_row(actor_with, bring):
    PlaceFactory(path=HERE, name="桃园三社区")
    PlaceFactory(path="140106005001", name="别处社区")
    worker = actor_with(Role.COMMUNITY_WORKER, HERE)
    job = bring(
        worker, xlsx([HEADINGS, row(), row(name="乙", place="别处社区"), row(name="丙", kind="institution")])
    )
    assert (job.new, job.bad) == (1, 2)
    assert {each.message for each in Fault.objects.filter(job=job)} == {
        "This organisation does not lie where you work.",
        "Community workers keep merchants and property companies.",
    }


def test_a_list_is_only_for_who_keeps_it(actor_with):
    PlaceFactory(path=HERE)
    worker = actor_with(Role.COMMUNITY_WORKER, HERE)
    with translation.override("en"), pytest.raises(Refused, match="not kept by you"):
        decide.upload(registers.sheets["places"], _file(b"x"), name="x.csv", by=worker)


def _file(content):
    from django.core.files.base import ContentFile

    return ContentFile(content)


def test_of_an_import_only_its_owner_decides(office, actor_with, bring):
    job = bring(office, xlsx([HEADINGS, row()]))
    other = actor_with(Role.DISTRICT_OFFICER, "140106")
    with pytest.raises(Refused):
        decide.confirm(job.pk, "good", by=other)
    with pytest.raises(Refused):
        decide.cancel(job.pk, by=other)


def test_columns_can_be_named_by_hand(office, bring, finish):
    job = bring(office, xlsx([["甲", "乙", "丙"], ["永和超市", "商户", HERE]]))
    assert job.mapping == {}
    with (
        translation.override("en"),
        pytest.raises(Invalid, match="No column of the file is named for: Name, Kind, Place"),
    ):
        decide.confirm(job.pk, "good", by=office)
    with translation.override("en"), pytest.raises(Invalid, match="named for two columns"):
        decide.choose_columns(
            job.pk, table=job.table, header_row=1, mapping={"name": 0, "kind": 0}, by=office
        )
    decide.choose_columns(
        job.pk, table=job.table, header_row=1, mapping={"name": 0, "kind": 1, "place": 2}, by=office
    )
    work_on(job.pk)
    job.refresh_from_db()
    assert job.new == 1
    assert finish(job, "all").written == 1


def test_headings_below_a_title_are_found_and_can_be_corrected(office, bring):
    job = bring(office, xlsx([["2026年商户名册"], [], HEADINGS, row()]))
    assert (job.header_row, job.new) == (3, 1)
    decide.choose_columns(job.pk, table=job.table, header_row=1, mapping={}, by=office)
    work_on(job.pk)
    job.refresh_from_db()
    assert (job.header_row, job.total, job.mapping) == (1, 2, {})
    assert job.state == JobState.PREVIEWED


def test_cancelled_means_the_file_is_gone_and_nothing_goes_on(
    office, bring, django_capture_on_commit_callbacks
):
    job = bring(office, xlsx([HEADINGS, row()]))
    path = Path(job.file.path)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert decide.cancel(job.pk, by=office).state == JobState.CANCELLED
    assert not path.exists()
    assert not work_on(job.pk)
    with pytest.raises(Conflict):
        decide.confirm(job.pk, "good", by=office)


def test_not_everything_at_once(office, bring):
    for _count in range(decide.AT_ONCE):
        decide.upload(registers.sheets["organisations"], _file(b"a,b"), name="x.csv", by=office)
    with translation.override("en"), pytest.raises(TooMany, match="still under way"):
        decide.upload(registers.sheets["organisations"], _file(b"a,b"), name="x.csv", by=office)
    Job.objects.update(state=JobState.CANCELLED)


def test_an_empty_or_huge_file_is_refused_at_the_door(office, monkeypatch):
    with translation.override("en"), pytest.raises(Invalid, match="nothing in this file"):
        decide.upload(registers.sheets["organisations"], _file(b""), name="x.csv", by=office)
    monkeypatch.setattr(decide, "MAX_BYTES", 3)
    with translation.override("en"), pytest.raises(Invalid, match="larger than"):
        decide.upload(registers.sheets["organisations"], _file(b"abcd"), name="x.csv", by=office)


def test_checking_costs_the_same_number_of_queries_for_few_rows_and_many(
    office, bring, django_assert_max_num_queries
):
    rows = [row(name=f"店{index}") for index in range(400)]
    with django_assert_max_num_queries(60):
        job = bring(office, xlsx([HEADINGS, *rows]))
    assert job.new == 400


def test_too_many_faults_end_the_check(office, bring, monkeypatch):
    from jiayuan.foundation.tables.domain import check

    monkeypatch.setattr(check, "MOST_FAULTS", 3)
    monkeypatch.setattr(check, "CHUNK", 2)
    job = bring(office, xlsx([HEADINGS, *[row(name=f"店{index}", kind="？") for index in range(10)]]))
    assert job.found["too_many"]
    assert job.checked == 4
    with translation.override("en"), pytest.raises(Invalid):
        decide.confirm(job.pk, "good", by=office)


def test_actor_is_asked_again_at_the_end(office, bring):
    """Who lost their role between the decision and the work writes nothing."""
    job = bring(office, xlsx([HEADINGS, row()]))
    decide.confirm(job.pk, "good", by=office)
    office.person.grants.update(revoked_at=now())
    work_on(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert Organisation.objects.count() == 0
    assert not Actor(person=office.person).reach.grants
