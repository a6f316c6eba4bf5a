"""Help without a wish, written down by the keeper of a post on the phone."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import filled_in

from ..domain.queries.services import kept_post, last_of
from ..domain.services import write_service
from ..enums import WishKind
from ..interfaces.service_sheet import service_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def served(request: Visit, pk: int) -> HttpResponse:
    """What my team did, in one short form, and what is written down already."""
    post, sheet = kept_post(pk, request.actor), filled_in(request.POST)
    if request.method == "POST":
        try:
            write_service(service_of(sheet, post.pk), by=request.actor, nonce=sheet.nonce)
        except DomainError as error:
            sheet.note(error)
        else:
            messages.success(request, _("Written down. Thank you!"))
            return HttpResponseRedirect(request.path)
    context = {
        "post": post,
        "sheet": sheet,
        "kinds": WishKind.choices,
        "today": today().isoformat(),
        "lines": last_of(post),
    }
    return render(request, "help/phone/served.html", context, status=sheet.status)
