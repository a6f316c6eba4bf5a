"""What volunteers can do, for other rooms: see ``foundation.common.abilities``."""

from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.urls import reverse

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.abilities import Ability

from ...models import Qualification, Volunteer
from ..skills import skills_in_use


def skill_names() -> Mapping[str, str]:
    return {each.pk: str(each) for each in skills_in_use()}


def ability_url() -> str:
    return reverse("volunteering-profile")


def abilities_of(people: Sequence[int]) -> Mapping[int, Ability]:
    """Of those who are volunteers, by person. Three queries."""
    rows = Volunteer.objects.active().filter(person__in=people).prefetch_related("skills")
    found = {each.pk: each for each in rows}
    valid = Qualification.objects.filter(verified_at__isnull=False, volunteer__in=list(found))
    papers: dict[int, list[str]] = {}
    for key, kind in valid.filter(Q(expires_on=None) | Q(expires_on__gte=today())).values_list(
        "volunteer", "kind"
    ):
        papers.setdefault(key, []).append(kind)
    return {each.person_id: _ability(each, papers.get(each.pk, [])) for each in found.values()}


def _ability(volunteer: Volunteer, papers: Sequence[str]) -> Ability:
    return Ability(
        skills=tuple(each.pk for each in volunteer.skills.all()),
        languages=tuple(volunteer.languages),
        times=tuple(volunteer.availability),
        qualifications=tuple(papers),
        may_help=volunteer.may_take_part,
    )
