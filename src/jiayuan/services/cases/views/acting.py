"""What the form of an action on a case does, on the phone and in the console."""

from django.http import QueryDict

from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.perform import perform_action
from ..enums import Action
from ..interfaces.given_sheet import given_of, revision_of
from ..interfaces.sheet import Sheet, filled_in, take_in_photos
from ..models import Case


def with_category(post: QueryDict) -> Sheet:
    """The form as it was filled in, with the proposed category chosen in it; nothing is done yet."""
    sheet = filled_in(post)
    sheet.values["category_code"] = sheet.get("use")
    return sheet


def do_as_sent(request: Visit, case: Case, action: Action) -> Sheet:
    """Do what the form says. A sheet without faults: it is done; with some: nothing is, and what was typed stays."""
    sheet = filled_in(request.POST)
    # The report as done needs them: a photo from elsewhere is a reason to look twice.
    take_in_photos(sheet, request, request.actor, keep_position=action == Action.HAND_IN)
    if not sheet.faults:
        given, revision = given_of(sheet, request), revision_of(sheet)
        try:
            perform_action(
                case.pk, action, by=request.actor, given=given, revision=revision, nonce=sheet.nonce
            )
        except DomainError as error:
            sheet.note(error)
    return sheet
