"""How good the suggestions of categories are: measured when they were learnt, and counted in use."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate, may
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.queries.suggestion_quality import quality, use_of_suggestions
from ..domain.suggesting.learn import MANAGE
from ..interfaces.sheet import Sheet
from ..models import CategoryModel
from ..tasks import train_anew

HISTORY = 12


@console_view()
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: Visit) -> HttpResponse:
    """The model in use; for the district office a button to learn anew, which happens in the background."""
    sheet = Sheet()
    if request.method == "POST":
        try:
            gate(request.actor, MANAGE)
        except DomainError as error:
            sheet.note(error)
        else:
            train_anew.enqueue(request.actor.pk)
            messages.success(request, _("It is being learnt anew; that takes a minute or so."))
            return HttpResponseRedirect(reverse("console-suggestions"))
    models = list(CategoryModel.objects.defer("data")[:HISTORY])
    context = {
        "model": models[0] if models else None,
        "quality": quality(models[0]) if models else None,
        "uses": use_of_suggestions(),
        "history": models[1:],
        "may_train": may(request.actor, MANAGE),
        "sheet": sheet,
    }
    return render(request, "cases/console/suggestions.html", context, status=sheet.status)
