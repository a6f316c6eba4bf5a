"""What has changed around us: closed public cases with photos that may be shown, before and after."""

from django.db.models import Exists, OuterRef, Prefetch

from ...enums import PhotoRole, State
from ...models import Case, CasePhoto, CaseQuerySet

BEFORE = (PhotoRole.REPORT, PhotoRole.BEFORE)
AFTER = (PhotoRole.AFTER, PhotoRole.VERIFY)


def changed_cases(place_path: str = "") -> CaseQuerySet:
    """Closed public cases with a public photo of the result; their public photos come along as ``public_photos``."""
    public = CasePhoto.objects.filter(is_public=True)
    rows = Case.objects.public().filter(
        Exists(public.filter(case=OuterRef("pk"), role__in=AFTER)), state=State.CLOSED
    )
    if place_path:
        rows = rows.within(place_path)
    return rows.select_related("version__category", "place").prefetch_related(
        Prefetch("photos", public.select_related("photo"), to_attr="public_photos")
    )


def pair_of(photos: list[CasePhoto]) -> tuple[CasePhoto | None, CasePhoto | None]:
    """The first photo of how it was and the last of how it is."""
    before = next((each for each in photos if each.role in BEFORE), None)
    after = next((each for each in reversed(photos) if each.role in AFTER), None)
    return before, after
