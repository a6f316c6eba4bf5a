"""The samples of every list: the good one goes in whole, the bad one shows its faults, the empty one explains."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

import jiayuan
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.tables.interfaces.samples import draw_sample
from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from tests.factories import OrganisationFactory, PlaceFactory

from .conftest import HERE

pytestmark = pytest.mark.django_db
ALL = (
    "places",
    "people",
    "organisations",
    "roles",
    "categories",
    "cases",
    "replies",
    "pairings",
    "yearly-lists",
    "volunteers",
)


@pytest.fixture
def it(actor_with):
    load_catalogue()
    PlaceFactory(path=HERE, name="桃园三社区")
    for _number in range(2):
        OrganisationFactory(kind="institution", function="")
    return actor_with(Role.DISTRICT_OFFICER, "140106")


def test_every_list_is_there():
    assert set(ALL) <= set(registers.sheets.names())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ALL)
def test_the_good_sample_goes_in_whole(it, bring, finish, name, language):
    sheet = registers.sheets[name]
    with translation.override(language):
        drawn = draw_sample(sheet, "good", sheet.examples(it))
    job = bring(it, drawn, sheet=name)
    assert job.total >= 2
    assert job.bad == 0, list(job.faults.values("cell", "value", "message", "remedy"))
    done = finish(job, "all")
    assert done.written == done.total
    again = bring(it, drawn, sheet=name)
    assert (again.new, again.changed, again.same) == (0, 0, again.total)


@pytest.mark.parametrize("name", ALL)
def test_the_bad_sample_shows_its_faults(it, bring, name):
    sheet = registers.sheets[name]
    with translation.override("zh-hans"):
        drawn = draw_sample(sheet, "bad", sheet.examples(it))
    job = bring(it, drawn, sheet=name)
    codes = set(job.faults.values_list("code", flat=True))
    assert {"repeated", "merged", "formula", "error-value", "required"} <= codes
    assert job.bad >= 5


@pytest.mark.parametrize("name", ALL)
def test_the_empty_sample_has_headings_help_and_drop_downs(it, name):
    sheet = registers.sheets[name]
    with translation.override("zh-hans"):
        drawn = draw_sample(sheet, "blank", sheet.examples(it))
        book = openpyxl.load_workbook(io.BytesIO(drawn))
        page = book.worksheets[0]
        assert [cell.value for cell in page[1]] == [
            f"{each.label}*" if each.required else str(each.label) for each in sheet.columns
        ]
        assert page.max_row == 1
        offered = [each for each in sheet.columns if each.choices and each.choices()]
    assert len(page.data_validations.dataValidation) == len(offered)
    assert "填写说明" in book.sheetnames


@pytest.mark.parametrize("name", ["organisations", "people", "cases", "roles"])
def test_examples_lie_in_the_district_that_is_served(name, settings):
    settings.DISTRICT = "110105"
    for row in registers.sheets[name].examples(Actor()):
        assert row.get("place", row.get("home", "")).startswith("110105")


def test_examples_name_a_community_that_is_there(settings):
    settings.DISTRICT = "110105"
    PlaceFactory(path="110105003007")
    assert {row["place"] for row in registers.sheets["cases"].examples(Actor())} == {"110105003007"}


def test_no_sheet_names_a_district():
    source = Path(jiayuan.__file__).parent
    assert not [each for each in source.glob("*/**/interfaces/*sheet*.py") if "140106" in each.read_text()]


def test_an_empty_table_explains_itself_in_both_languages(it):
    with translation.override("zh-hans"):
        book = openpyxl.load_workbook(io.BytesIO(draw_sample(registers.sheets["places"], "blank", [])))
    named = [each.title for each in book if each.sheet_state == "visible"]
    assert len(named) == 3
    said = {title: {cell for line in book[title].values for cell in line} for title in named[1:]}
    assert "Needed?" in said[named[2]]
    assert "Needed?" not in said[named[1]]
