"""Dispatch rules: those in force and those before, and what the draft would have done."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Missing, Refused
from jiayuan.services.cases.domain.dispatch.drafting import draft_to_change
from jiayuan.services.cases.domain.dispatch.dry_run import ask_dry_run
from jiayuan.services.cases.domain.dispatch.facts import current_set
from jiayuan.services.cases.domain.dispatch.shown import shown_rules, shown_run
from jiayuan.services.cases.domain.queries.suggestion_quality import Quality, quality, use_of_suggestions
from jiayuan.services.cases.models import CategoryModel, DispatchRuleSet, DryRun
from jiayuan.services.cases.rules import CASE_ROLES
from jiayuan.services.cases.tasks import run_dry

from .schemas import Key
from .schemas_dispatch import DryRunIn, DryRunOut, QualityOut, RuleSetOut
from .scopes import DISPATCH_RULES, SEE
from .visitors import Door, actor_of


def _works_on_cases(request: HttpRequest, **_more: Any) -> None:
    if not actor_of(request).reach.has_any(CASE_ROLES):
        raise Refused(
            _("Only those who work on cases see by which rules they are dispatched."),
            _("Who has your report stands in its timeline."),
        )


def _prepares_rules(request: HttpRequest, **_more: Any) -> None:
    gate(actor_of(request), DISPATCH_RULES)


router = Router(tags=["dispatch"], auth=Door(SEE, named=True, rule=_works_on_cases))
PREPARING = Door(DISPATCH_RULES, named=True, rule=_prepares_rules)


def _set_out(found: DispatchRuleSet | None) -> dict[str, Any]:
    """Without a set, the rules that are built in."""
    return {
        "number": found.number if found else None,
        "state": found.state if found else "current",
        "revision": found.revision if found else 1,
        "reason": found.reason if found else "",
        "published_at": found.published_at if found else None,
        "rules": [
            {
                "position": each.position,
                "name": each.name,
                "conditions": list(each.conditions),
                "target": each.target,
            }
            for each in shown_rules(found)
        ],
    }


def _run_out(run: DryRun) -> dict[str, Any]:
    out = {name: getattr(run, name) for name in ("revision", "since", "until", "asked_at", "finished_at")}
    out |= {"id": run.pk, "is_stale": run.revision != run.rule_set.revision, "result": None}
    if run.finished_at is not None:
        shown = shown_run(run, current_set())
        moves = [
            each
            | {
                side: {"unit": unit.pk, "name": unit.display_name} if (unit := each[side]) else None
                for side in ("from", "to")
            }
            for each in shown["moves"]
        ]
        names = ("cases", "without", "sent", "changed", "same", "rest", "share_before", "share_after")
        out["result"] = {name: shown[name] for name in names} | {"moves": moves}
    return out


@router.get("/dispatch/rules", response=RuleSetOut, summary="The dispatch rules in force")
def read_rules(request: HttpRequest) -> Any:  # noqa: ARG001
    """In the order in which they are asked; the first that leads to a unit decides."""
    return _set_out(current_set())


@router.get("/dispatch/rules/{rule_set}", response=RuleSetOut, summary="Dispatch rules of before")
def read_former(request: HttpRequest, rule_set: Key) -> Any:  # noqa: ARG001
    """By the number under which they were in force."""
    found = DispatchRuleSet.objects.filter(number=rule_set).first()
    if found is None:
        raise Missing(_("There were no rules of this number."), _("The rules in force name theirs."))
    return _set_out(found)


@router.get(
    "/dispatch/draft", response=RuleSetOut, auth=PREPARING, summary="The dispatch rules being prepared"
)
def read_draft(request: HttpRequest) -> Any:  # noqa: ARG001
    """For the district office. They are written and published in the console."""
    return _set_out(draft_to_change())


@router.post(
    "/dispatch/runs", response={202: DryRunOut}, auth=PREPARING, summary="Try the draft on past cases"
)
def try_draft(request: HttpRequest, payload: DryRunIn) -> Any:
    """Nothing is changed by it. It is worked out in the background: ask again until it is finished."""
    run = ask_dry_run(payload.since, payload.until, by=actor_of(request))
    run_dry.enqueue(run.pk)
    return Status(202, _run_out(run))


@router.get(
    "/dispatch/runs/{trial}", response=DryRunOut, auth=PREPARING, summary="What the draft would have done"
)
def read_run(request: HttpRequest, trial: Key) -> Any:  # noqa: ARG001
    """How many cases would have gone elsewhere, and between which units the most."""
    found = DryRun.objects.select_related("rule_set").filter(pk=trial).first()
    if found is None:
        raise Missing(_("There is no such dry run."), _("Ask for one, and keep the number of the answer."))
    return _run_out(found)


@router.get("/suggestions/quality", response=QualityOut, summary="How good the suggestions of categories are")
def read_quality(request: HttpRequest) -> Any:  # noqa: ARG001
    """Measured on texts that the model had not seen, and counted where it is used in the last 90 days."""
    model = CategoryModel.objects.defer("data").first()
    return {
        "learnt_at": model.trained_at if model is not None else None,
        "measured": _measured_out(quality(model)) if model is not None else None,
        "used": [
            {"where": where, "first": vars(first), "among": vars(among)}
            for where, first, among in use_of_suggestions()
        ],
    }


def _measured_out(found: Quality) -> dict[str, Any]:
    return {name: vars(getattr(found, name)) for name in ("first", "three", "proposed", "right")} | {
        "bins": [{"low": low, "high": high, "right": vars(right)} for low, high, right in found.bins],
        "categories": [
            {
                "name": each.name,
                "first": vars(each.first),
                "three": vars(each.three),
                "taken": [{"name": name, "many": many} for name, many in each.taken],
            }
            for each in found.categories
        ],
    }
