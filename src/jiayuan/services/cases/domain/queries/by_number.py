"""What was reported or joined without an account, with the number that somebody has signed in with since."""

from jiayuan.foundation.access.actor import Actor

from ...models import Case, CaseQuerySet, Contact, Joining
from .opened import lies_beside


def number_of(actor: Actor) -> str:
    """The number of the account, if a code proved it. Empty where there is none, or where staff entered it and nobody
    has shown a code since."""
    return getattr(actor.person, "proven_phone", "")


def reported_with_number(case: Case, actor: Actor) -> bool:
    """Nobody's account has it yet, and it was reported with this actor's number. No query for an opened case."""
    number, contact = number_of(actor), getattr(case, "contact", None)
    return bool(number) and case.reporter_id is None and contact is not None and contact.phone == number


def joined_with_number(case: Case, actor: Actor) -> bool:
    """The same of a joining; one query, none where nobody joined."""
    number = number_of(actor)
    if not number or not lies_beside(case, "joinings"):
        return False
    return Joining.objects.filter(case=case, person=None, phone=number).exists()


def waiting_for_account(actor: Actor) -> CaseQuerySet | None:
    """The cases that could be added to this account; None where there are none. One query at once."""
    number = number_of(actor)
    if not number:
        return None
    reported = Contact.objects.filter(phone=number, case__reporter=None).values_list("case_id", flat=True)
    joined = Joining.objects.order_by().filter(phone=number, person=None).values_list("case_id", flat=True)
    keys = list(reported.union(joined))
    return Case.objects.filter(pk__in=keys) if keys else None
