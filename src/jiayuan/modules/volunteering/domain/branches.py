"""A member of a branch reports to the community where they live, and takes leave of it."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.enums import OrganisationKind
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.foundation.people.models import Consent, Person
from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place

from ..models import BranchReport, Skill
from ..rules import END_REPORT, READ_BRANCH, REPORT_MEMBER


def report_member(
    person: Person,
    *,
    branch_id: int,
    community_path: str,
    skills: Iterable[str] = (),
    manner: str = "",
    by: Actor,
) -> BranchReport:
    """Report a member of a branch to the community where they live.

    :param manner: how the member agreed (``ConsentManner``), where somebody of the branch does it for them.
    :raises Refused: ``by`` is neither the member nor the branch. :raises Invalid: names the field.
    :raises Conflict: the member has reported somewhere already.
    """
    _check(branch_id, community_path)
    report = BranchReport(person=person, branch_id=branch_id, community_id=community_path, since=today())
    gate(by, REPORT_MEMBER, report)
    try:
        with transaction.atomic():
            report.consent = None if by.pk == person.pk else _consent(person, manner, by)
            report.save()
            report.skills.set(Skill.objects.filter(pk__in=list(skills), is_active=True))
            record(
                report.stream,
                "volunteering.report_member",
                by=by.person,
                on_behalf_of=None if by.pk == person.pk else person,
                after={"branch": branch_id, "place": community_path},
                place_path=community_path,
            )
    except IntegrityError as error:
        raise Conflict(
            _("This member has reported to a community already."),
            _("End that report first; then report anew."),
            code="reported",
        ) from error
    return report


def _check(branch_id: int, community_path: str) -> None:
    branches = Organisation.objects.current().filter(kind=OrganisationKind.PARTY_BRANCH)
    if not branches.filter(pk=branch_id).exists():
        raise Invalid(_("This is no party branch."), _("Choose one from the list."), field="branch")
    if not Place.objects.current().filter(pk=community_path, kind__in=COMMUNITY_KINDS).exists():
        raise Invalid(
            _("There is no such community."), _("Choose a community from the list."), field="community"
        )


def _consent(person: Person, manner: str, by: Actor) -> Consent:
    if manner not in ConsentManner.values:
        raise Invalid(_("It is not said how it was agreed."), _("Choose one of the answers."), field="manner")
    consent = Consent.objects.create(
        beneficiary=person, helper=by.person, purpose="branch report", manner=manner, given_at=now()
    )
    record(
        f"consent/{consent.pk}",
        "consent.given",
        by=by.person,
        on_behalf_of=person,
        after={"purpose": consent.purpose, "manner": manner},
    )
    return consent


def read_members(branch: Organisation, *, by: Actor) -> None:
    """Record that the contact is about to see the names of the members in full; the page shows them once.

    :raises Refused: not the contact of the branch.
    """
    gate(by, READ_BRANCH, branch)
    with transaction.atomic():
        people = BranchReport.objects.live().filter(branch=branch).count()
        record(
            f"organisation/{branch.pk}", "volunteering.read_members", by=by.person, after={"people": people},
            place_path=branch.place_id,
        )  # fmt: skip


def end_report(pk: int, *, by: Actor) -> BranchReport:
    """Take leave of the community. :raises Missing: there is no such report. :raises Conflict: ended before."""
    with transaction.atomic():
        report = BranchReport.objects.select_for_update().filter(pk=pk).first()
        if report is None:
            raise Missing(_("There is no such report."), _("Open your page “Volunteering” again."))
        gate(by, END_REPORT, report)
        if report.until is not None:
            raise Conflict(_("This report has ended already."), _("Nothing more needs to be done."))
        report.until = today()
        report.save(update_fields=["until", "updated_at"])
        record(report.stream, "volunteering.end_report", by=by.person, place_path=report.community_id)
    return report
