"""A branch and its members who reported to the community where they live, for the contact of the branch."""

from base64 import b64encode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.documents.codes import qr_drawing

from ..domain.branches import end_report, read_members
from ..domain.queries.branches import own_branch, own_branches, reported_of
from ..models import BranchReport
from ..models.pairing import PARTNER_ROLES
from .common import done


@console_view(*PARTNER_ROLES)
@require_safe
@never_cache
def branches(request: Visit) -> HttpResponse:
    return _page(request)


@console_view(*PARTNER_ROLES)
@require_POST
@never_cache
def names(request: Visit, pk: int) -> HttpResponse:
    """The same page once with the names of one branch in full; that they were read is recorded."""
    branch = own_branch(request.actor, pk)
    read_members(branch, by=request.actor)
    return _page(request, in_full=branch.pk)


@console_view(*PARTNER_ROLES)
@require_POST
def end(request: Visit, pk: int) -> HttpResponse:
    """Somebody is not of the branch, or not any more. They can report anew."""
    found = BranchReport.objects.filter(pk=pk, branch__in=own_branches(request.actor)).first()
    if found is None:
        raise Missing(_("There is no such report."), _("Reload the page to see how it stands now."))
    end_report(pk, by=request.actor)
    return done(request, _("Ended. They can report anew."), "console-branches")


def _page(request: Visit, in_full: int = 0) -> HttpResponse:
    lines = []
    for each in reported_of(own_branches(request.actor)):
        path = f"{reverse('volunteering-branch')}?branch={each.branch.pk}"
        address = request.build_absolute_uri(path)
        lines.append((each, address, b64encode(qr_drawing(address)).decode()))
    context = {"lines": lines, "in_full": in_full}
    return render(request, "volunteering/console/branches.html", context)
