"""Every form of staff is measured or said not to be, and whatever a task says it feeds is there."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

import jiayuan
from jiayuan.foundation.burden.domain.queries.uses import uses
from jiayuan.foundation.burden.tasks import TASKS
from jiayuan.foundation.common.registers import registers

ROOT = Path(jiayuan.__file__).parent
FORM = re.compile(r"<form\b(?:[^>{]|\{[{%].*?[%}]\}|\{)*>(?P<body>.*?)</form>", re.DOTALL)
TYPED = re.compile(
    r'<input(?![^>]*type="(?:hidden|submit)")|<select|<textarea|\{% field |_(?:fields|input)\.html'
)
TASK = re.compile(r'\{% task ("[\w.]+"(?:\|add:[\w.]+)?) %\}')
REASON = "one field: why somebody’s number is looked at, why something is refused or struck out"
RULES = "rules of the house, changed a few times a year"
ONE = "one or two fields beside a button"
RARE = "rare, or for the few who keep a register"
NOT_MEASURED = {
    "cases/console/_case_filters.html": ONE,
    "cases/console/_outside_link.html": ONE,
    "cases/console/case.html": REASON,
    "cases/console/category.html": RULES,
    "cases/console/dispatch_draft.html": RULES,
    "cases/console/dispatch_rule.html": RULES,
    "cases/console/dossiers.html": REASON,
    "cases/console/doubts.html": ONE,
    "cases/console/outside.html": RARE,
    "cases/console/performance_line.html": RARE,
    "cases/console/reply.html": RULES,
    "cases/console/split.html": RARE,
    "gatherings/console/beside.html": ONE,
    "gatherings/console/edit.html": RARE,
    "gatherings/console/page.html": ONE,
    "gatherings/console/paper.html": REASON,
    "gatherings/console/series.html": ONE,
    "gatherings/console/who.html": REASON,
    "help/console/_claim.html": REASON,
    "help/console/_photos.html": ONE,
    "help/console/callback.html": ONE,
    "help/console/fund.html": RARE,
    "help/console/fund_payment.html": ONE,
    "help/console/fund_transfer.html": RARE,
    "help/console/fund_uses.html": RULES,
    "help/console/funds.html": RARE,
    "help/console/ladder_new.html": RULES,
    "help/console/place.html": RARE,
    "help/console/run.html": ONE,
    "help/console/runs.html": ONE,
    "help/console/services.html": REASON,
    "help/console/special.html": ONE,
    "help/console/split.html": RARE,
    "help/console/station.html": ONE,
    "help/console/wish.html": REASON,
    "sorting/console/classes.html": ONE,
    "sorting/console/word.html": RARE,
    "sorting/console/wording.html": RULES,
    "sorting/console/wording_kept.html": RULES,
    "volunteering/console/activity.html": RARE,
    "volunteering/console/exchange.html": RARE,
    "volunteering/console/form.html": RARE,
    "volunteering/console/hours.html": ONE,
    "volunteering/console/hours_session.html": REASON,
    "volunteering/console/kind.html": RULES,
    "volunteering/console/pairing.html": RARE,
    "volunteering/console/plan.html": RARE,
    "volunteering/console/plans.html": RARE,
    "volunteering/console/rhythm_place.html": ONE,
    "volunteering/console/series_activity.html": RARE,
    "volunteering/console/team.html": ONE,
    "volunteering/console/volunteer.html": REASON,
    "volunteering/console/volunteers.html": ONE,
    "volunteering/console/yearly.html": ONE,
    "waste/console/_driver_form.html": ONE,
    "waste/console/_hours.html": RARE,
    "waste/console/_point.html": RARE,
    "waste/console/_ticket_line.html": REASON,
    "waste/console/copy.html": ONE,
    "waste/console/copy_draft.html": RARE,
    "waste/console/fleet.html": RARE,
    "waste/console/kit_apply.html": RARE,
    "waste/console/kit_draft.html": RARE,
    "waste/console/kit_kept.html": RARE,
    "waste/console/round.html": RARE,
    "waste/console/rounds.html": ONE,
    "waste/console/shifts.html": RARE,
    "waste/console/stop.html": ONE,
    "waste/console/week.html": RARE,
    "waste/console/weeks.html": RARE,
    "waste/console/weights.html": ONE,
    "waste/console/zones.html": RARE,
}
"""Templates that hold a form nobody measures, and why."""


def forms():
    """(template, body) of every form of the console that posts and has a field to fill."""
    for room in ("services", "modules"):
        for path in sorted(ROOT.glob(f"{room}/*/templates/*/console/*.html")):
            for found in FORM.finditer(path.read_text()):
                if 'method="post"' in found[0] and TYPED.search(found["body"]):
                    yield str(path).split("templates/")[1], found["body"]


def test_every_form_of_staff_is_measured_or_said_not_to_be():
    unmeasured = {name for name, body in forms() if not TASK.search(body)}
    assert sorted(unmeasured - NOT_MEASURED.keys()) == []
    assert sorted(NOT_MEASURED.keys() - unmeasured) == []


def test_every_measured_form_is_declared_and_every_declared_one_is_there():
    marked = {
        found for path in ROOT.glob("*/*/templates/**/*.html") for found in TASK.findall(path.read_text())
    }
    named = {each.strip('"') for each in marked if "|" not in each}
    prefixes = tuple(each.split('"')[1] for each in marked if "|" in each)
    assert named <= set(TASKS.names())
    assert prefixes == ("cases.", "help.") or set(prefixes) == {"cases.", "help."}
    assert {name for name in TASKS.names() if name not in named and not name.startswith(prefixes)} == set()


@pytest.mark.parametrize("name", TASKS.names())
def test_what_a_task_feeds_is_there(name):
    task = TASKS[name]
    assert set(task.figures) <= set(registers.figures.names())
    assert set(task.sheets) <= set(registers.sheets.names())
    assert all(reverse(page.url_name) for page in task.pages)
    assert task.figures or task.sheets or task.pages


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_task_and_use_has_a_name(language):
    with translation.override(language):
        said = [
            (str(task.label), [str(use.label) for used in found.values() for use in used])
            for task, found in uses()
        ]
    assert all(label and all(labels) for label, labels in said)
    assert len({label for label, _labels in said}) == len(TASKS.names())
