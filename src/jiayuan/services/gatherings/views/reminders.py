"""When those who come are reminded: chosen by the host."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.visit import Visit

from ..domain.reminders import change_reminders
from ..interfaces.reminders import chosen_minutes
from .common import HOSTS, hosted_session


@console_view(*HOSTS)
@require_POST
def remind(request: Visit, pk: int) -> HttpResponse:
    """Those ticked, or none."""
    change_reminders(hosted_session(request, pk).pk, chosen_minutes(request.POST), by=request.actor)
    return HttpResponseRedirect(reverse("console-gathering", args=[pk]))
