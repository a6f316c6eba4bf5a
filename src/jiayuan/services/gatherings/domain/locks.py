"""Locks, always in one order: the session, its roles by key, the people by key, and the ledger last.

All are of the kind that lets others refer to a row meanwhile. A role is locked before the people, because whoever
gives seats onward knows only then whose turn it is; nobody who holds a person waits for a role.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.people.models import Person

from ..models import Session, SessionRole, SignUp


def no_such_gathering() -> Missing:
    return Missing(_("There is no such gathering."), _("See what else is near and soon."))


def lock_session(session_id: int) -> Session:
    """The session and all its roles: whoever signs up is through before, or comes after."""
    session = Session.objects.select_for_update(no_key=True).filter(pk=session_id).first()
    if session is None:
        raise no_such_gathering()
    list(SessionRole.objects.select_for_update(no_key=True).filter(session=session).order_by("pk"))
    return session


def lock_role(role_id: int, *, people: Iterable[int] = (), and_waiting: bool = False) -> SessionRole:
    """The role with its session as it is now, and these people; with ``and_waiting`` those on its waiting list too."""
    role = SessionRole.objects.select_for_update(no_key=True).filter(pk=role_id).first()
    if role is None:
        raise no_such_gathering()
    keys = set(people)
    if and_waiting:
        waiting = SignUp.objects.waiting().filter(role=role, person__isnull=False)
        keys.update(pk for pk in waiting.values_list("person_id", flat=True) if pk is not None)
    lock_people(keys)
    role.session = Session.objects.get(pk=role.session_id)
    return role


def lock_people(keys: Iterable[int]) -> None:
    """So that nobody takes a seat in two places at the same moment."""
    found = Person.objects.select_for_update(no_key=True).filter(pk__in=set(keys)).order_by("pk")
    list(found.values_list("pk", flat=True))
