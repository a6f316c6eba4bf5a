"""The life of an import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobState(TextChoices):
    UPLOADED = "uploaded", _("Waiting to be read")
    READ = "read", _("Being checked")
    PREVIEWED = "previewed", _("Waits for your decision")
    CONFIRMED = "confirmed", _("Waiting to be imported")
    RUNNING = "running", _("Being imported")
    DONE = "done", pgettext_lazy("an import", "Done")
    FAILED = "failed", _("Could not be imported")
    CANCELLED = "cancelled", pgettext_lazy("an import", "Cancelled")


WORKING = (JobState.UPLOADED, JobState.READ, JobState.CONFIRMED, JobState.RUNNING)
"""Something goes on in the background."""
OPEN = (*WORKING, JobState.PREVIEWED)
ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Mode(TextChoices):
    ALL = "all", _("All or nothing")
    GOOD = "good", _("The good rows only")


class ExportState(TextChoices):
    WAITING = "waiting", _("Being written")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be written")


class ExportKind(TextChoices):
    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"
