"""Sentences of Django's that this house says in its own words: named here, our catalogue has them, and goes first."""

from django.utils.translation import gettext_noop, ngettext_lazy

SAID_ANEW = (
    gettext_noop("Your old password was entered incorrectly. Please enter it again."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("Your password can’t be entirely numeric."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
)
