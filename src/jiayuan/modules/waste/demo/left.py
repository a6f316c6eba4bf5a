"""One collection of the day before yesterday that no round took, near the resident of the demonstration."""

from collections.abc import Sequence
from datetime import date, datetime

from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ..domain.planning.needs import Need
from ..enums import Stream
from ..models import LeftCall


def left_near(home: str, needs: Sequence[Need]) -> Need | None:
    """Kitchen waste of another estate of the same community, or of any where there is none."""
    kitchen = [each for each in needs if each.stream == Stream.KITCHEN and each.estate.pk != home]
    near = [each for each in kitchen if each.estate.pk.startswith(home[:COMMUNITY_LENGTH])]
    return max(near or kitchen, key=lambda each: each.estate.pk, default=None)


def tell_left(operator: Organisation, need: Need, day: date, told_at: datetime) -> None:
    left = LeftCall.objects.create(operator=operator, estate=need.estate, stream=need.stream, day=day)
    record(
        f"waste-estate/{need.estate.pk}", "waste.call_left", after={"stream": left.stream, "day": day.isoformat()},
        place_path=need.estate.pk, at=told_at,
    )  # fmt: skip
