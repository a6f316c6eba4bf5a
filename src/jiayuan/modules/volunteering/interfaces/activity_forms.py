"""The shapes of the forms about what is done; the domain judges what is in them."""

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.forms import SpokenForm
from jiayuan.foundation.common.errors import Invalid, TooMany
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.uploads import upload_token

from ..hour_enums import Because, HourKind
from .forms import Choices

MOST_PHOTOS = 3
LONGEST_NUMBER = 6


class ActivityForm(SpokenForm):
    kind = forms.ChoiceField(label=gettext_lazy("What is done?"))
    because = forms.ChoiceField(
        label=gettext_lazy("Does the time count as volunteer hours, and why?"), choices=Because.choices,
        help_text=gettext_lazy("People read this before they sign up."),
    )  # fmt: skip
    hours = forms.ChoiceField(label=gettext_lazy("Service or training?"), choices=HourKind.choices)
    partner = forms.ChoiceField(label=gettext_lazy("Which paired organisation joins in?"), required=False)

    def __init__(self, *args: Any, kinds: Choices, partners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", kinds), ("partner", partners)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
            field.choices = choices


def amounts_of(post: Any, measures: list[str]) -> dict[str, int]:
    """What was filled in, by measure. :raises Invalid: no whole number, naming the measure."""
    found = {}
    for measure in measures:
        text = post.get(measure, "").strip()
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
            raise Invalid(
                _("Only whole numbers can be counted."), _("Write it in digits, such as 3."), field=measure
            )
        found[measure] = int(text)
    return found


def photos_of(request: HttpRequest, by: Actor, nonce: str) -> list[UUID]:
    """Photos sent along, taken in; sent again with the same nonce they are the same photos."""
    files, token = request.FILES.getlist("photos"), upload_token(request)
    if len(files) > MOST_PHOTOS:
        raise Invalid(
            _("At most three photos can be added."), _("Choose those that show it best."), field="photos"
        )
    found = []
    for number, upload in enumerate(files):
        if not ratelimit.consume(request, action="photo", key=token):
            raise TooMany(_("Too many photos were sent within an hour."), _("Wait a while, then go on."))
        own = f"shop-photo/{by.pk}/{nonce}/{number}"
        found.append(accept_photo(upload, by=by, purpose="case", upload_token=token, nonce=own).pk)
    return found
