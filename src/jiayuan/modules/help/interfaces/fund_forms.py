"""The forms of a fund's pages; the domain judges what is in them. Money is typed in yuan and kept in fen."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.forms import SpokenForm
from jiayuan.foundation.common.errors import Invalid

from ..fund_enums import PaymentKind
from ..limits import FUND_WORDS, PAYEE, REASON, RECEIPT

_YUAN = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?", re.ASCII)
OTHER_KINDS = [(each.value, each.label) for each in PaymentKind if each != PaymentKind.WISH]


def fen_of(text: str) -> int:
    """:raises Invalid: no amount of yuan with at most two digits behind the point."""
    found = _YUAN.fullmatch(text.strip().replace(",", "").replace("，", "").lstrip("¥￥"))
    if found is None:
        raise Invalid(
            _("This is no amount."), _("Write yuan in digits, such as 68 or 68.50."), field="amount"
        )
    whole, behind = found.groups()
    return int(whole) * 100 + int((behind or "0").ljust(2, "0"))


def whole_of(text: str, field: str) -> int:
    """:raises Invalid: no whole number."""
    if not re.fullmatch(r"\d{1,4}", text.strip(), re.ASCII):
        raise Invalid(_("This is no year."), _("Write four digits."), field=field)
    return int(text)


def _line(label: Any, limit: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"maxlength": limit}),
    )


def _amount(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 14})
    )


class GrantForm(SpokenForm):
    community = forms.ChoiceField(label=gettext_lazy("Community"))
    amount = _amount(gettext_lazy("Amount in yuan"))
    year = forms.CharField(
        label=gettext_lazy("For the year"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
    words = _line(gettext_lazy("Document or note"), FUND_WORDS, required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["community"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = choices


class DonationForm(SpokenForm):
    """Stands on a page with another form for money: its ids are its own."""

    amount = _amount(gettext_lazy("Amount in yuan"))
    receipt = _line(
        gettext_lazy("Number of the receipt"),
        RECEIPT,
        help_text=gettext_lazy("The donor's name stays on the paper."),
    )
    words = _line(pgettext_lazy("fund", "Note"), FUND_WORDS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "donation_%s", **kwargs})


class AskForm(SpokenForm):
    """For a wish, which is known from the address."""

    amount = _amount(gettext_lazy("Amount in yuan"))
    payee = _line(gettext_lazy("Who is paid?"), PAYEE, help_text=gettext_lazy("The shop or the craftsman."))
    words = _line(gettext_lazy("What is bought or done?"), FUND_WORDS)


class AskOtherForm(AskForm):
    kind = forms.ChoiceField(label=gettext_lazy("What is it for?"), choices=OTHER_KINDS)
    field_order = ("kind", "amount", "payee", "words")


class PayForm(SpokenForm):
    amount = _amount(gettext_lazy("Really paid, in yuan"))
    receipt = forms.FileField(
        label=gettext_lazy("Photo of the receipt"), widget=forms.FileInput(attrs={"accept": "image/*"})
    )


class RefuseForm(SpokenForm):
    reason = _line(gettext_lazy("Why?"), REASON)


class ReverseForm(SpokenForm):
    words = _line(pgettext_lazy("fund", "What was wrong?"), FUND_WORDS)


class AllotForm(SpokenForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it for?"), choices=[(each.value, each.label) for each in PaymentKind]
    )
    amount = _amount(gettext_lazy("Amount in yuan"))
    amount.help_text = gettext_lazy("0 takes the budget of this purpose away.")
