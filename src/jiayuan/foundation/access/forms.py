"""Forms that show and carry; the domain judges."""

from typing import Any, Self

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.common.errors import DomainError


class SpokenForm(forms.Form):
    """A form whose only errors are the domain's: :meth:`blame` shows them where they belong."""

    def blame(self, error: DomainError) -> Self:
        """Show this refusal at its field, or above the form if it has none here."""
        self.cleaned_data: dict[str, Any] = {}
        self._errors = ErrorDict()
        words = _("%(message)s %(remedy)s") % {"message": error.message, "remedy": error.remedy}
        self.add_error(error.field if error.field in self.fields else None, words.strip())
        return self


class ReasonForm(SpokenForm):
    reason = forms.CharField(label=gettext_lazy("Why?"), widget=forms.TextInput(attrs={"maxlength": 200}))
