"""What the database itself refuses to rewrite of volunteering."""

from jiayuan.foundation.common.frozen_rows import FrozenRows

HOURS = FrozenRows(
    "volunteering_hourentry", "volunteering_hours", "Hours are never changed: reverse and write anew"
)
