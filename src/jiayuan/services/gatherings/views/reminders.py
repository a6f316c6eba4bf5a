"""When those who come are reminded: chosen by the host."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.visit import Visit

from ..domain.reminders import change_reminders
from ..interfaces.reminders import CHOICES
from .common import HOSTS, hosted_session


@console_view(*HOSTS)
@require_POST
def remind(request: Visit, pk: int) -> HttpResponse:
    """Those ticked, or none."""
    offered = {str(minutes): minutes for minutes, _label in CHOICES}
    chosen = request.POST.getlist("remind")
    if not set(chosen) <= set(offered):
        raise Invalid(_("Please choose one."), _("Choose one of those shown."), field="remind")
    change_reminders(hosted_session(request, pk).pk, [offered[each] for each in chosen], by=request.actor)
    return HttpResponseRedirect(reverse("console-gathering", args=[pk]))
