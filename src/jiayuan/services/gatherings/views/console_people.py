"""People at a gathering, for its host: signing somebody up with whom they bring, seats, the waiting list."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.visit import Visit

from ..domain.amend_role import RoleChange, change_role
from ..domain.leave import accept_offer, cancel_sign_up
from ..domain.locks import no_such_gathering
from ..domain.move_up import move_up
from ..domain.sign_up import SignUpDraft, sign_up_for
from ..interfaces.entered import count_of, names_of, number_of
from ..models import Session, SessionRole, SignUp
from .common import HOSTS, hosted_session
from .console import show_session


@console_view(*HOSTS)
@require_POST
def people(request: Visit, pk: int) -> HttpResponse:
    """What is done with somebody's seat; the button says which."""
    session = hosted_session(request, pk)
    try:
        said = _acted(request, session)
    except DomainError as error:
        return show_session(request, session, error)
    messages.success(request, said)
    return redirect("console-gathering", session.pk)


def _acted(request: Visit, session: Session) -> str:
    """What was done, in words."""
    post, by = request.POST, request.actor
    if "join" in post:
        return _join(request, session)
    if "seats_of" in post:
        role = number_of(post, "seats_of")
        _check(SessionRole.objects.filter(pk=role, session=session).exists())
        _changed, told = change_role(role, _change(request), by=by)
        words = ngettext(
            "Changed. %(n)s keeps what they have, and is told.",
            "Changed. %(n)s keep what they have, and are told.",
            told,
        )
        return words % {"n": told} if told else _("The role is changed.")
    for name, act, said in (
        ("leave", cancel_sign_up, _("Given back; the seat goes to who waits.")),
        ("accept", accept_offer, _("The seat is theirs.")),
        ("up", move_up, _("The seat is theirs.")),
    ):
        if name in post:
            row = number_of(post, name)
            _check(SignUp.objects.filter(pk=row, session=session).exists())
            act(row, by=by)
            return said
    raise Invalid(_("Please choose one."), _("Choose one of those shown."), field="action")


def _join(request: Visit, session: Session) -> str:
    """For somebody who agreed to it, with whoever comes along."""
    post = request.POST
    role = number_of(post, "role")
    _check(SessionRole.objects.filter(pk=role, session=session).exists())
    draft = SignUpDraft(role, names_of(post.get("companions", "")), None, post.get("age") == "yes")
    done = sign_up_for(
        post.get("beneficiary_name", "").strip(), draft, purpose=session.title, manner=post.get("manner", ""),
        by=request.actor, nonce=post.get("nonce"),
    )  # fmt: skip
    return _("Signed up.") if done.has_seats else _("All seats are taken: they are on the waiting list.")


def _change(request: Visit) -> RoleChange:
    post = request.POST
    age = count_of(post, "min_age") if post.get("min_age", "").strip() else None
    return RoleChange(count_of(post, "seats"), age, post.getlist("needs"))


def _check(belongs: bool) -> None:
    if not belongs:
        raise no_such_gathering()
