"""Who comes of age: what was kept only because they were under age is kept no longer."""

from django.db import transaction

from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.ledger.domain.record import record

from ..models import Volunteer

AT_ONCE = 500


def forget_minority() -> int:
    """The month of birth, the guardian and how they agreed; of how many volunteers. Safe to run twice."""
    count = 0
    for pk in list(Volunteer.objects.come_of_age().order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            volunteer = lock_first(Volunteer.objects.come_of_age(), pk)
            if volunteer is None:
                continue
            volunteer.born = volunteer.guardian_name = volunteer.guardian_phone = (
                volunteer.guardian_manner
            ) = ""
            volunteer.guardian_at = volunteer.guardian_noted_by = None
            volunteer.save()
            record(volunteer.stream, "volunteering.come_of_age", place_path=volunteer.community_id)
            count += 1
    return count
