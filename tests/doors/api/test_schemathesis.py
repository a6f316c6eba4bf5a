"""Schemathesis walks the description and looks for answers it does not name: no 500, no undeclared status or shape.

The examples are bounded and the same in every run. ``JIAYUAN_FUZZ_EXAMPLES=500`` makes a long run of it;
``scripts/fuzz_api.py`` lets Schemathesis's own command work on a running server.
"""

import os
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS, load_all_checks

from jiayuan.doors.api.api import api
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.tokens.scopes import scopes
from jiayuan.services.cases.domain.dossier.ask import ask_dossier
from jiayuan.services.cases.enums import Action, DossierKind
from jiayuan.services.cases.outside_enums import OutsideKind
from jiayuan.wsgi import application
from tests.factories import (
    AppealFactory,
    CertificateFactory,
    ClaimFactory,
    DispatchRuleSetFactory,
    DoubtFactory,
    DryRunFactory,
    PhotoFactory,
    ReplyTemplateFactory,
    RoleGrantFactory,
    ScoreMonthFactory,
    SignUpFactory,
    WishFactory,
)
from tests.services.cases.domain.outside.asking import answer, ask
from tests.services.cases.story import COMMUNITY, DISTRICT, Story

from .machines import token_for

EXAMPLES = int(os.environ.get("JIAYUAN_FUZZ_EXAMPLES", "12"))
load_all_checks()
LEFT_OUT = {
    "positive_data_acceptance",  # a place, a category or a phone that exists cannot be said in a schema
    "use_after_free",
    "ensure_resource_availability",  # links between operations, of which the description has none
}
schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = application
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def world(db: None) -> dict[str, Any]:
    """One of everything that addresses name, and somebody who may do much with it."""
    story = Story().until(Action.FILE)
    officer = story.district.person
    RoleGrantFactory(person=officer, role=Role.UNIT_OFFICER, place=story.case.place, organisation=story.unit)
    photo = PhotoFactory(uploaded_by=officer)
    story.do(Action.DISPATCH)
    link = ask(story, by=story.worker)
    doubt = DoubtFactory(case=story.case)
    certificate = CertificateFactory(place=story.case.place)
    wish = WishFactory(place=story.case.place, wisher=officer)
    claim = ClaimFactory(person=officer, wish__place=story.case.place)
    dossier = ask_dossier(story.case, DossierKind.OFFICE, by=story.worker)
    gathered = SignUpFactory(role__session__place=story.case.place, person=officer)
    return {
        "headers": token_for(officer, *scopes.names(), path=DISTRICT),
        "known": {
            "number": story.case.number, "code": COMMUNITY, "photo_id": str(photo.pk),
            "action": "note", "size": "thumb", "figure_id": "cases.open", "link": link.pk, "doubt": doubt.pk,
            "answer": answer(link, OutsideKind.ASK).pk, "proof": dossier.pk, "month": str(ScoreMonthFactory()),
            "gathering": gathered.session_id, "sign_up_id": gathered.pk,
            "reply": ReplyTemplateFactory(place=story.case.place).pk,
            "claim": claim.pk, "station": claim.post.station_id,
            "appeal": AppealFactory(line__case__place=story.case.place).pk,
            "trial": DryRunFactory().pk, "rule_set": DispatchRuleSetFactory(number=1, state="current").number,
        },
        "instead": {
            "/api/organisations": dict.fromkeys(("number", "organisation", "pk"), story.unit.pk),
            "/api/categories": dict.fromkeys(("code", "category"), story.case.version.category_id),
            "/api/help/wishes": {"number": wish.number},
            "/api/certificates": {"number": certificate.number, "check": certificate.check_code},
        },
        "turns": cycle([True, False]),
    }  # fmt: skip


@pytest.fixture(autouse=True)
def connection_kept(db: None) -> Iterator[None]:
    """Without this the server's own end of a request closes the connection that holds the test's transaction; Django's
    test client leaves it out in the same way."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def aimed(case: Any, world: dict[str, Any]) -> dict[str, str]:
    """Every second call aims at something that is there, and comes with a token."""
    if not next(world["turns"]):
        return {}
    known = dict(world["known"])
    if case.meta.generation.mode.is_negative:
        return dict(world["headers"])
    begins = next((each for each in world["instead"] if case.operation.path.startswith(each)), None)
    known |= world["instead"][begins] if begins else {}
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known[name]
    return dict(world["headers"])


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
    phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_answer_is_one_that_is_described(case: Any, world: dict[str, Any]) -> None:
    cache.clear()
    headers = aimed(case, world)
    case.call_and_validate(headers=headers, excluded_checks=_left_out())


def _left_out() -> Any:
    return CHECKS.get_by_names(sorted(LEFT_OUT))
