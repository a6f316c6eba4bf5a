"""Every address × every role: what opens, what asks to sign in, what is refused, what is hidden.

The expected answers stand in ``access_table.txt``, a line for each address and method, a letter for each role:
``o`` opens (or says what is missing in the form), ``s`` asks to sign in (401 to programs), ``r`` refuses with the
reason (403), ``h`` hides (404), ``-`` has no such method (405). A new address fails here until its line is written;
with ``JIAYUAN_WRITE_ACCESS=1`` the table is written anew, to be read line by line before it is kept.

The object behind each address is one that only some may open: a private case of one community, sent to one unit.
"""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from jiayuan.doors.api.api import api
from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.access.enums import CONSOLE_ROLES, Role
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.enums import OrganisationKind
from jiayuan.modules.help.models import Ladder
from jiayuan.services.cases.enums import PhotoRole, State
from jiayuan.services.cases.models import Case
from tests.factories import (
    ActivityKindFactory,
    ApiTokenFactory,
    AppealFactory,
    AppointmentFactory,
    AskedWordFactory,
    AskingFactory,
    BranchReportFactory,
    CallBackFactory,
    CaseFactory,
    CasePhotoFactory,
    CertificateFactory,
    CertificateRequestFactory,
    ClaimFactory,
    ClassRoomFactory,
    ContactFactory,
    CorrectionFactory,
    DeliveryFactory,
    DispatchRuleFactory,
    DossierFactory,
    DoubtFactory,
    DropPointFactory,
    DryRunFactory,
    ExportFactory,
    FundFactory,
    HourClaimFactory,
    HourEntryFactory,
    InspectionFactory,
    JobFactory,
    KitCopyFactory,
    KitFactory,
    LocalItemFactory,
    MatchRunFactory,
    MusterAnswerFactory,
    MusterCallFactory,
    OpenWishFactory,
    OrganisationContactFactory,
    OrganisationFactory,
    OutsideAnswerFactory,
    OutsideLinkFactory,
    PairingFactory,
    PaymentFactory,
    PersonFactory,
    PhotoFactory,
    PilotFactory,
    PlaceFactory,
    PledgeFactory,
    PledgeWordingFactory,
    PostMemberFactory,
    PresenceFactory,
    QualificationFactory,
    ReplyTemplateFactory,
    RoleGrantFactory,
    RoundPlanFactory,
    RoundStopFactory,
    SeasonPlanFactory,
    SeriesFactory,
    ServiceRecordFactory,
    SessionActivityFactory,
    SessionFactory,
    SessionRoleFactory,
    ShiftFactory,
    SignUpFactory,
    SwapFactory,
    TeamFactory,
    TeamMemberFactory,
    TransferFactory,
    UnloadingFactory,
    VisitFactory,
    VolunteerFactory,
    WeekPlanFactory,
    WeekWeightFactory,
    WishPhotoFactory,
    WishVoiceFactory,
    YearlyItemFactory,
    ZoneFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TABLE = Path(__file__).with_name("access_table.txt")
HERE, ELSEWHERE, STREET, DISTRICT = "140106004010", "140106005001", "140106004", "140106"
METHODS = ("GET", "POST")
ROLES: dict[str, tuple[Role | None, str]] = {
    "visitor": (None, ""),
    "resident": (None, ""),
    "volunteer": (Role.VOLUNTEER, HERE),
    "grid": (Role.GRID_WORKER, HERE),
    "community": (Role.COMMUNITY_WORKER, HERE),
    "elsewhere": (Role.COMMUNITY_WORKER, ELSEWHERE),
    "street": (Role.STREET_OFFICER, STREET),
    "district": (Role.DISTRICT_OFFICER, DISTRICT),
    "unit": (Role.UNIT_OFFICER, STREET),
    "other-unit": (Role.UNIT_OFFICER, STREET),
    "property": (Role.PROPERTY_MANAGER, HERE),
    "institution": (Role.INSTITUTION_CONTACT, STREET),
    "merchant": (Role.MERCHANT, HERE),
    "it": (Role.IT_STAFF, DISTRICT),
}


GATHERINGS = (
    "gathering", "gathering-sign-up", "gathering-leave", "gathering-accept", "gathering-rate", "gathering-check",
    "gathering-file", "gathering-scanned", "console-gathering", "console-gathering-act", "console-gathering-copy",
    "console-gathering-walk-in", "console-gathering-check", "console-gathering-code", "console-gathering-names",
    "console-gathering-paper", "console-gathering-print", "console-gathering-enter", "console-gathering-who",
    "console-gathering-edit", "console-gathering-people", "console-gathering-beside", "gathering-bring",
    "console-gathering-reminders", "console-gathering-wall", "console-gathering-question", "console-gathering-poll",
    "gathering-wall", "gathering-live", "gathering-ask", "gathering-support", "gathering-vote",
    "gathering-host",
)  # fmt: skip
"""Addresses that name a gathering: one of the community, not published yet."""


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(route, name) of every address of the house."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, prefix + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield prefix + str(each.pattern), str(each.name or "")


@dataclass
class World:
    """One of everything that addresses name, and a client for each role."""

    clients: dict[str, Client]
    values: dict[str, Any]

    def path_of(self, route: str, name: str) -> str:
        wanted = [part.split(">")[0].split(":")[-1] for part in route.split("<")[1:]]
        kwargs = {key: self.values.get(f"{name}.{key}", self.values.get(key)) for key in wanted}
        missing = [key for key, value in kwargs.items() if value is None]
        assert not missing, f"{route}: say in World what {missing} is"
        try:
            return reverse(name, kwargs=kwargs) if wanted and name else "/" + route
        except Exception:  # noqa: BLE001 (two addresses of one name: build it by hand)
            path = route
            for value in kwargs.values():
                head, _, rest = path.partition("<")
                path = f"{head}{value}{rest.partition('>')[2]}"
            return "/" + path


def _people(unit: Any) -> dict[str, Any]:
    others = {
        "other-unit": OrganisationFactory(place=PlaceFactory(path=STREET)),
        "property": OrganisationFactory(
            kind=OrganisationKind.PROPERTY_COMPANY, place=PlaceFactory(path=HERE)
        ),
        "institution": OrganisationFactory(
            kind=OrganisationKind.INSTITUTION, place=PlaceFactory(path=STREET)
        ),
        "merchant": OrganisationFactory(kind=OrganisationKind.MERCHANT, place=PlaceFactory(path=HERE)),
        "unit": unit,
    }
    people = {}
    for key, (role, path) in ROLES.items():
        if key == "visitor":
            continue
        people[key] = PersonFactory(username=f"table-{key}")
        if role is not None:
            RoleGrantFactory(
                person=people[key], role=role, place=PlaceFactory(path=path), organisation=others.get(key)
            )
    return people


def _world() -> World:
    for path in (HERE, ELSEWHERE):
        PlaceFactory(path=path)
    unit = OrganisationFactory(place=PlaceFactory(path=STREET))
    people = _people(unit)
    case: Case = CaseFactory(
        place=PlaceFactory(path=HERE), state=State.DISPATCHED, stage="handling", unit=unit, is_public=False,
        reporter=people["resident"], token_hash=hash_token("the-token"),
    )  # fmt: skip
    ContactFactory(case=case)
    photo = CasePhotoFactory(case=case, role=PhotoRole.REPORT).photo
    contact = OrganisationContactFactory(organisation=unit)
    grant = RoleGrantFactory(
        person=people["volunteer"], role=Role.VOLUNTEER, place=PlaceFactory(path=ELSEWHERE)
    )
    token = ApiTokenFactory(person=people["community"], place=PlaceFactory(path=HERE))
    job, delivery = JobFactory(who=people["community"]), DeliveryFactory(state="failed")
    rule, link, doubt = (
        DispatchRuleFactory(),
        OutsideLinkFactory(case=case, phone=""),
        DoubtFactory(case=case),
    )
    answer, proof = OutsideAnswerFactory(link=link), DossierFactory(case=case, who=people["community"])
    line = AppealFactory(line__unit=unit, line__case__place=PlaceFactory(path=HERE)).line
    entry = record(
        case.stream, "cases.report", by=people["resident"], after={"role": "reporter"}, place_path=HERE
    )
    gathering = SessionRoleFactory(
        session__place=PlaceFactory(path=HERE), session__state="draft", session__made_by=people["community"]
    ).session
    series = SeriesFactory(place=PlaceFactory(path=HERE))
    came = SignUpFactory(role=gathering.roles.get(), person=None, name="刘阿姨", state="walked_in", seat=None)
    reply = ReplyTemplateFactory(place=PlaceFactory(path=HERE))
    values = {
        **{f"{each}.pk": gathering.pk for each in GATHERINGS}, "way": "in", "gathering-scanned.code": "ABCDEFGHIJ",
        "sign_up": came.pk, "sign_up_id": came.pk, "gathering": gathering.pk,
        "console-series-page.pk": series.pk, "console-series-act.pk": series.pk,
        "other": case.number, "entry_id": entry.pk, "stream": case.stream,
        "number": case.number, "action": "note", "token": "wrong", "code": case.version.category_id,
        "console-place.code": HERE, "console-place-edit.code": HERE,
        "console-place-merge.code": HERE, "console-place-split.code": HERE, "console-place-move.code": HERE,
        "console-place-rename.code": HERE, "console-place-boundary.code": HERE, "console-place-outline.code": HERE,
        "key": "resident", "reply": reply.pk, "console-reply.pk": reply.pk,
        "photo_id": photo.pk, "size": "thumb",
        "pk": unit.pk, "contact": contact.pk, "console-person.pk": people["grid"].pk,
        "console-person-reveal.pk": people["grid"].pk, "console-role-revoke.pk": grant.pk, "me-hand-back.pk": grant.pk,
        "console-token-revoke.pk": token.pk, "organisation.number": unit.pk, "one.code": HERE, "children.code": HERE,
        "mfa_remove_webauthn.pk": 1, "mfa_edit_webauthn.pk": 1, "pk_alike": 1, "day": "2026-11-20", "name": "x",
        **{f"console-table-{act}.pk": job.pk for act in ("job", "columns", "decide", "cancel", "marked")},
        "console-table-download.pk": ExportFactory(who=people["community"]).pk, "sheet": "organisations",
        "console-table-sample.kind": "blank", "kind": "blank", "figure_id": "cases.open",
        "appeal": line.appeals.get().pk, "rule_set": 1, "trial": DryRunFactory(rule_set=rule.rule_set).pk,
        "console-dispatch-rule.pk": rule.pk, "console-dispatch-run.pk": DryRunFactory(rule_set=rule.rule_set).pk,
        "console-case-doubt.pk": doubt.pk, "doubt": doubt.pk,
        **{f"console-outside-{each}.pk": link.pk for each in ("code", "change")}, "act": "remind",
        "console-outside-note.pk": answer.pk, "link": link.pk, "answer": answer.pk,
        **{f"console-{each}.pk": line.pk for each in ("performance-line", "line-appeal", "line-decide")},
        "console-dossier-file.pk": proof.pk, "proof": proof.pk, "month": "2026-09",
        "case-dossier-file.pk": DossierFactory(case=case, kind="reporter", who=None).pk,
        **_volunteering(people), **_help(people), **_sorting(people), **_waste(people),
        "console-delivery-retry.pk": delivery.pk, "console-delivery-cancel.pk": delivery.pk,
    }  # fmt: skip
    return World({key: _client(people.get(key)) for key in ROLES}, values)


def _volunteering(people: dict[str, Any]) -> dict[str, Any]:
    """A pairing of the institution with the community, a volunteer and their team, a call."""
    institution = people["institution"].grants.get().organisation
    pairing = PairingFactory(organisation=institution, community=PlaceFactory(path=HERE))
    volunteer = VolunteerFactory(person=people["volunteer"], community=pairing.community)
    team = TeamFactory(place=pairing.community)
    member, call = TeamMemberFactory(team=team, volunteer=volunteer), MusterCallFactory(team=team)
    MusterAnswerFactory(call=call, volunteer=volunteer)
    plan, item = SeasonPlanFactory(), YearlyItemFactory(community=pairing.community)
    paper = PhotoFactory(purpose="qualification", uploaded_by=people["volunteer"])
    papers = QualificationFactory(volunteer=volunteer, evidence=paper)
    branch = OrganisationFactory(kind="party_branch", function="")
    report = BranchReportFactory(branch=branch, community=pairing.community)
    series = SeriesFactory(kind="charity_hour", place=pairing.community)
    session = SessionFactory(
        kind="charity_hour", place=pairing.community, starts_at=timezone.now() - timedelta(hours=2)
    )
    sign_up = SignUpFactory(role__session=session, person=people["volunteer"])
    claim = HourClaimFactory(presence=PresenceFactory(sign_up=sign_up), state="marked")
    SessionActivityFactory(session=session, kind=ActivityKindFactory())
    entry = HourEntryFactory(person=people["volunteer"], place=pairing.community)
    certificate = CertificateFactory(person=people["volunteer"], place=pairing.community)
    correction = CorrectionFactory(entry=entry)
    named = {
        pairing: ("pairing", "pairing-activity", "pairing-reveal", "pairing-act"),
        item: ("yearly-match", "yearly-done"),
        plan: ("season-plan", "plan-what-if", "plan-stop", "plan-accept"),
        volunteer: (
            "volunteer", "volunteer-reveal", "volunteer-guardian", "volunteer-thanks", "volunteer-leave",
            "certificate-issue",
        ),
        papers: ("qualification-verify", "paper-photo"),
        branch: ("branch-names",),
        report: ("branch-end",),
        series: ("series-activity",),
        team: ("team", "team-add", "team-remove", "team-lead", "team-dissolve", "team-muster"),
        call: ("muster", "muster-close"),
        session: ("hours-session", "hours-mark", "hours-confirm", "hours-activity"),
        claim: ("hours-refuse",),
        correction: ("correction-decide",),
        certificate: ("certificate-revoke",),
        CertificateRequestFactory(person=people["volunteer"], place=pairing.community): ("certificate-answer",),
    }  # fmt: skip
    found = {f"console-{name}.pk": each.pk for each, names in named.items() for name in names}
    return found | {
        "my-hours-correct.pk": entry.pk, "my-hours-vouch.pk": sign_up.presence.pk, "certificate.pk": certificate.pk,
        **{f"volunteering-{each}.pk": session.pk for each in ("activity", "checks", "results", "shop", "marking")},
        "verify_certificate.number": certificate.number, "correct_hours.number": entry.pk,
        "verify.number": certificate.number, "check": certificate.check_code,
        "volunteering-muster.pk": call.pk, "member": member.pk, "purpose": "community",
        "console-pairing-act.action": "agree", "console-activity-kind.code": "litter",
        "console-rhythm-place.path": HERE, "console-rhythm-act.path": HERE, "console-rhythm-act.action": "nudge",
    }  # fmt: skip


def _sorting(people: dict[str, Any]) -> dict[str, Any]:
    """A word that waits for the district, one of its answers, the resident's pledge, a class."""
    word, item = AskedWordFactory(), LocalItemFactory()
    pledge = PledgeFactory(person=people["resident"], community=PlaceFactory(path=HERE))
    wording = PledgeWordingFactory(edited_by=people["district"])
    room = ClassRoomFactory(opened_by=people["community"], place=PlaceFactory(path=HERE))
    return {
        **{f"console-sorting-class{each}.pk": room.pk for each in ("", "-results", "-act")},
        "console-sorting-class-act.action": "show",
        **{f"console-sorting-wording{each}.pk": wording.pk for each in ("", "-act", "-sheet")},
        "console-sorting-wording-act.action": "recall",
        **{f"sorting-pledge-{each}.pk": pledge.pk for each in ("own", "paper", "picture", "renew", "withdraw")},
        "console-sorting-word.pk": word.pk, "console-sorting-aside.pk": word.pk, "console-sorting-end.pk": item.pk,
    }  # fmt: skip


def _help(people: dict[str, Any]) -> dict[str, Any]:
    """A station with the volunteer in one of its posts, the resident's wish that they took on, and a fund that is asked
    to pay for another."""
    here = PlaceFactory(path=HERE)
    member = PostMemberFactory(post__station__community=here, person=people["volunteer"])
    station = member.post.station
    wish = OpenWishFactory(place=here, wisher=people["resident"])
    claim = ClaimFactory(wish=wish, person=people["volunteer"], post=member.post)
    run = MatchRunFactory(place=here, state="running")
    asking = AskingFactory(wish=wish, person=people["volunteer"], post=member.post)
    payment = PaymentFactory(fund=FundFactory(community=here))
    photo = WishPhotoFactory(claim=claim, photo__uploaded_by=people["volunteer"])
    voice = WishVoiceFactory(wish=wish)
    service = ServiceRecordFactory(post=member.post)
    visit = VisitFactory(
        service__post=member.post, person=people["volunteer"], recipient__token_hash=hash_token("come")
    )
    swap = SwapFactory(visit=visit, taker=people["volunteer"])
    transfer = TransferFactory(origin__fund=payment.fund)
    call = CallBackFactory(wish__place=here, checker=PlaceFactory(path=f"{HERE[:-1]}9"))
    wishes = ("wish", "wish-done", "wish-slip", "wish-code", "wish-claim", "wish-say", "wish-act", "console-wish",
              "console-wish-slip", "wish-wall-say", "wish-photo-out", "console-wish-photo", "console-wish-wall",
              "console-wish-contact", "console-wish-back", "console-wish-looked", "console-wish-act",
              "console-fund-wish",
              "console-wish-helpers", "console-wish-ask", "console-wish-split", "wish-split",
              "console-wish-place", "wish-place")  # fmt: skip
    return {
        **{f"{name}.number": wish.number for name in wishes},
        **{f"{name}.number": wish.number for name in ("read_wish", "withdraw", "confirm", "object_to", "take_on")},
        "claim": claim.pk, "station": station.pk,
        "wish-act.action": "withdraw", "console-wish-act.action": "amend", "console-wish-back.pk": claim.pk,
        "console-wish-looked.pk": claim.pk,
        **{f"console-callback{each}.pk": call.pk for each in ("", "-contact", "-act")},
        "console-callback-act.what": "missed", "wish-wall-say.what": "yes",
        "console-wish-wall.what": "yes", "wish-photo-out.pk": photo.pk,
        "console-wish-photo.pk": photo.pk, "console-wish-photo.what": "off", "sound.sound_id": voice.sound_id,
        "wish-say.pk": claim.pk, "help-claim.pk": claim.pk, "help-claim.what": "contact", "help-station.pk": station.pk,
        **{f"console-wish-run{each}.pk": run.pk for each in ("", "-stop", "-ask")},
        "console-ladder-version.pk": Ladder.objects.in_force().get().pk,
        "help-answer.pk": asking.pk, "help-answer.said": "no",
        "help-join.pk": member.post.pk, "help-leave.pk": member.pk,
        "console-station-things.pk": station.pk, "console-station-look.pk": station.pk,
        "console-station-look.kind": "sign", "help-visit.pk": visit.pk, "help-visit-take.pk": visit.pk,
        "help-visit-act.pk": visit.pk, "help-visit-act.what": "done", "help-swap.pk": swap.pk, "help-swap.what": "no",
        "help-rota.pk": visit.service.pk, "help-coming.token": "come", "help-not-then.token": "come",
        "help-not-then.pk": visit.pk, "console-special.pk": visit.service.pk, "console-special-act.what": "plan",
        "console-special-act.pk": visit.service.pk, "console-special-new.pk": station.pk,
        "help-served.pk": member.post.pk, "console-station-services.pk": station.pk,
        "console-station-strike.pk": station.pk, "console-station-strike.line": service.pk,
        "console-station.pk": station.pk, "console-station-act.pk": station.pk, "console-station-act.what": "change",
        **{f"console-fund{each}.pk": payment.fund.pk
           for each in ("", "-donation", "-ask", "-book", "-sheet", "-paper", "-uses")},
        "console-fund-transfer.pk": transfer.pk,
        **{f"console-fund-{each}.pk": payment.pk for each in ("payment", "act")}, "console-fund-act.action": "approve",
    }  # fmt: skip


def _waste(people: dict[str, Any]) -> dict[str, Any]:
    """An estate of the community with a drop point, and a demonstration zone."""
    estate = PlaceFactory(path=f"{HERE}001")
    looked = InspectionFactory(point=DropPointFactory(estate=estate))
    stop = RoundStopFactory(estate=estate)
    booked = AppointmentFactory(estate=estate, person=people["resident"])
    kit, pilot = KitFactory(published_at=timezone.now()), PilotFactory(estate=PlaceFactory(path=f"{HERE}002"))
    copied = KitCopyFactory(kit=kit, estate=pilot.estate, confirmed_at=timezone.now(), pilot=pilot)
    return {
        "console-waste-community.path": HERE, "console-waste-estate.path": estate.path,
        "console-waste-act.path": estate.path, "console-waste-act.what": "open",
        "console-waste-scorecard.path": HERE,
        "console-waste-hours.pk": booked.hours_id, "console-waste-hours.what": "withdraw",
        "console-waste-zone-end.pk": ZoneFactory().pk,
        "console-waste-kit-new.path": estate.path, "console-waste-kit-act.pk": KitFactory(pilot=copied.pilot).pk,
        **{f"console-waste-{each}.pk": kit.pk for each in ("kit", "kit-paper", "kit-apply")},
        "console-waste-kit-act.what": "save", "console-waste-copy.pk": copied.pk,
        "console-waste-copy-act.pk": copied.pk, "console-waste-copy-act.what": "tick",
        "console-waste-fleet-act.what": "end-vehicle", "console-waste-fleet-act.pk": stop.round.vehicle_id,
        "console-waste-round-act.what": "call-off", "console-waste-round-act.pk": stop.round_id,
        "console-waste-round-driver.pk": stop.round_id, "console-waste-round.pk": stop.round_id,
        "console-waste-stop.pk": stop.pk,
        "console-waste-plan.pk": RoundPlanFactory().pk,
        "console-waste-plan-decide.what": "drop", "console-waste-plan-decide.pk": RoundPlanFactory().pk,
        "console-waste-week.pk": WeekPlanFactory().pk,
        "console-waste-week-decide.what": "drop", "console-waste-week-decide.pk": WeekPlanFactory().pk,
        "console-waste-look.pk": WeekWeightFactory(estate=estate).pk,
        "console-waste-inspection.pk": looked.pk, "console-waste-inspect.pk": looked.point_id,
        "waste-appointment.pk": booked.pk, "waste-appointment-cancel.pk": booked.pk,
        "waste-appointment-move.pk": booked.pk, "my_appointment.number": booked.pk,
        "waste-appointment-link.token": "x" * 22,
        "console-waste-shift-act.pk": ShiftFactory().pk, "console-waste-shift-act.what": "withdraw",
        "console-waste-ticket-correct.pk": UnloadingFactory().pk,
        "console-waste-appointment-end.pk": booked.pk, "console-waste-appointment-end.what": "done",
        "console-waste-stop-correct.pk": stop.pk, "driver-stop.pk": stop.pk, "driver-ticket.pk": stop.round_id,
        "driver-round-act.what": "start", "driver-round-act.pk": stop.round_id,
    }  # fmt: skip


def _client(person: Any) -> Client:
    client = Client(raise_request_exception=True)
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["second_factor_done"] = time.time()
        session.save()
        client.get("/healthz")  # writes down that they were seen; else every request does, and takes it back
    return client


@pytest.fixture
def world(db: None) -> World:
    """One of everything; each request runs in a savepoint of its own."""
    return _world()


def outcome(response: HttpResponse) -> str:
    status = response.status_code
    assert status < 500
    if status in (301, 302):
        target = response["Location"]
        return "s" if "/sign-in/" in target or "/accounts/login/" in target else "o"
    return {401: "s", 403: "r", 404: "h", 405: "-"}.get(status, "o")


WELL_FORMED = {"revision": 1, "words": "。"}


@cache
def _body(route: str) -> dict[str, Any]:
    """Of a well-formed act what this address reads: what nobody reads is refused before anybody asks who sends it."""
    schema = api.get_openapi_schema()
    address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    taken = schema["paths"].get(address, {}).get("post", {}).get("requestBody", {}).get("content", {})
    if "application/json" not in taken:
        return WELL_FORMED
    shape = taken["application/json"]["schema"]
    known = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]] if "$ref" in shape else shape
    return {
        name: value for name, value in WELL_FORMED.items() if name in known.get("properties", WELL_FORMED)
    }


def _post(client: Client, path: str, route: str) -> Any:
    """An empty form; to the API a well-formed act, so that what answers is the rule and not the parser."""
    if path.startswith("/api/"):
        return client.post(path, _body(route), content_type="application/json")
    return client.post(path, {})


def ask(world: World, route: str, name: str, method: str) -> str:
    path, letters = world.path_of(route, name), []
    for client in world.clients.values():
        point = transaction.savepoint()
        before = client.cookies.copy()
        response = client.get(path) if method == "GET" else _post(client, path, route)
        letters.append(outcome(response))
        if response.streaming:
            b"".join(response.streaming_content)  # the client closes it then, without the database
        transaction.savepoint_rollback(point)
        client.cookies = before
    return "".join(letters)


def expected() -> dict[tuple[str, str], str]:
    lines = [
        line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    ]
    return {(line[0], line[1]): line[2] for line in lines}


ALL = sorted(dict(sorted(routes(), reverse=True)).items())
"""Each address once, whatever its methods are called."""


if os.environ.get("JIAYUAN_WRITE_ACCESS"):

    def test_write_the_table(world: World) -> None:
        """Only there when asked for: writes the table instead of checking it."""
        assert all(world.path_of(route, name) for route, name in ALL)  # what is missing is said at once
        rows = [
            f"{('/' + route):70} {method:5} {ask(world, route, name, method)}"
            for route, name in ALL
            for method in METHODS
        ]
        TABLE.write_text("# " + " ".join(ROLES) + "\n" + "\n".join(rows) + "\n", encoding="utf-8")


A_WORLD = 16
"""Addresses asked in one world. Making a world takes as long as asking three of them."""


@pytest.mark.parametrize("begin", range(0, len(ALL), A_WORLD), ids=lambda begin: f"/{ALL[begin][0]}")
def test_as_the_table_says(world: World, begin: int) -> None:
    table, wrong = expected(), []
    for route, name in ALL[begin : begin + A_WORLD]:
        for method in METHODS:
            wanted = table.get((f"/{route}", method))
            if wanted is None:
                wrong.append(f"/{route} {method} is not in {TABLE.name}")
                continue
            found = ask(world, route, name, method)
            asked = zip(ROLES, wanted, found, strict=True)
            wrong += [f"/{route} {method} {role}: {was} → {now}" for role, was, now in asked if was != now]
    assert not wrong, "\n".join(wrong)


def test_the_table_names_nothing_that_is_gone() -> None:
    assert {route for route, _method in expected()} == {f"/{route}" for route, _name in ALL}


CONSOLE = {key for key, (role, _path) in ROLES.items() if role in CONSOLE_ROLES}


def test_the_console_is_closed_to_all_others() -> None:
    """Not from the table's letters one by one, but as a law over it."""
    for (route, method), letters in expected().items():
        if not route.startswith("/console/"):
            continue
        for key, letter in zip(ROLES, letters, strict=True):
            if key == "visitor":
                assert letter in "s-", (route, method, key)
            elif key not in CONSOLE:
                assert letter in "r-", (route, method, key)


def test_nobody_from_elsewhere_opens_the_private_case() -> None:
    for (route, method), letters in expected().items():
        # A certificate is for strangers to verify, and the card of a wish for everybody to read: what each
        # reader sees of one stands in the page tests of wishes.
        if "<str:number>" in route and not route.startswith(("/verify/", "/wishes/")):
            by_role = dict(zip(ROLES, letters, strict=True))
            for key in ("elsewhere", "other-unit", "volunteer", "merchant", "institution", "it"):
                assert by_role[key] in "hrs-", (route, method, key)


def test_without_the_second_factor_no_console_page_opens(world: World) -> None:
    client = Client()
    person = PersonFactory()
    RoleGrantFactory(person=person, role=Role.DISTRICT_OFFICER, place=PlaceFactory(path=DISTRICT))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert django_settings.STAFF_SECOND_FACTOR
    for route, name in ALL:
        if route.startswith("console/"):
            response = client.get(world.path_of(route, name))
            is_refused_anyway = expected()[f"/{route}", "GET"][list(ROLES).index("district")] == "r"
            assert response.status_code in ({302, 403, 405} if is_refused_anyway else {302, 405}), route
            if response.status_code == 302:
                assert "second-factor" in response["Location"], route
