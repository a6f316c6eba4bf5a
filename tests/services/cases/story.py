"""A small cast and the steps of a case, for tests that need a true history."""

from dataclasses import dataclass, field
from uuid import uuid4

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.services.cases.domain.given import Given, ReportDraft
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.domain.report import report_case
from jiayuan.services.cases.enums import Action, ProofPolicy
from jiayuan.services.cases.models import Case
from tests.factories import (
    CategoryVersionFactory,
    OrganisationFactory,
    PersonFactory,
    PhotoFactory,
    PlaceFactory,
    RoleGrantFactory,
)

COMMUNITY = "140106004010"
STREET = "140106004"
DISTRICT = "140106"


def actor(role: Role | None = None, path: str = COMMUNITY, organisation: Organisation | None = None) -> Actor:
    person = PersonFactory()
    if role is not None:
        RoleGrantFactory(person=person, role=role, place=PlaceFactory(path=path), organisation=organisation)
    return Actor(person=person)


@dataclass
class Story:
    """Everybody a case meets on its way, and the way itself: ``story.until(Action.PASS)``."""

    proof: str = ProofPolicy.AFTER
    resident: Actor = field(default_factory=actor)
    worker: Actor = field(default_factory=lambda: actor(Role.COMMUNITY_WORKER))
    grid: Actor = field(default_factory=lambda: actor(Role.GRID_WORKER))
    street: Actor = field(default_factory=lambda: actor(Role.STREET_OFFICER, STREET))
    district: Actor = field(default_factory=lambda: actor(Role.DISTRICT_OFFICER, DISTRICT))
    unit: Organisation = field(default_factory=lambda: OrganisationFactory(function=UnitFunction.MUNICIPAL))
    case: Case = field(init=False)
    token: str = field(init=False)

    def __post_init__(self) -> None:
        PlaceFactory(path=COMMUNITY)
        version = CategoryVersionFactory(proof=self.proof)
        self.handler = actor(Role.UNIT_OFFICER, STREET, self.unit)
        self.colleague = actor(Role.UNIT_OFFICER, STREET, self.unit)
        draft = ReportDraft(
            version.category_id,
            "3号楼前井盖松动，电话 13812345678",
            place_path=COMMUNITY,
            address="3号楼前",
            contact_name="李奶奶",
            contact_phone="138 1234 5678",
        )
        reported = report_case(draft, by=self.resident)
        self.case, self.token = reported.case, reported.token

    def given(self, action: Action) -> tuple[Actor, Given]:
        """Who does ``action`` in the ordinary course, and with what."""
        return {
            Action.FILE: (self.worker, Given(category_code=self.case.version.category_id)),
            Action.DISPATCH: (self.worker, Given(unit_id=self.unit.pk)),
            Action.ACCEPT: (self.handler, Given()),
            Action.HAND_IN: (self.handler, Given(words="已更换井盖", photo_ids=[self.photo(self.handler)])),
            Action.PASS: (self.grid, Given(words="现场看过")),
            Action.CLOSE: (self.worker, Given()),
            Action.RATE: (self.resident, Given(score=5, words="很快")),
        }[action]

    @staticmethod
    def photo(by: Actor) -> object:
        return PhotoFactory(uploaded_by=by.person, upload_token=hash_token(uuid4().hex)).pk

    def do(self, action: Action, by: Actor | None = None, given: Given | None = None, **rest: object) -> Case:
        who, what = (by, given or Given()) if by is not None else self.given(action)
        self.case = perform_action(self.case.pk, action, by=who, given=what, **rest)  # type: ignore[arg-type]
        return self.case

    def until(self, last: Action) -> "Story":
        """Walk the ordinary way up to and including ``last``."""
        way = [
            Action.FILE,
            Action.DISPATCH,
            Action.ACCEPT,
            Action.HAND_IN,
            Action.PASS,
            Action.CLOSE,
            Action.RATE,
        ]
        for action in way[: way.index(last) + 1]:
            self.do(action)
        return self
