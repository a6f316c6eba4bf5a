"""When a row was made and last written, by the clock that everything else goes by."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .now import now


class _StampField(models.DateTimeField[Any, Any]):
    """``auto_now`` and ``auto_now_add`` by :func:`~.now.now`: a row of the demonstration's past says that it is of the
    past. To migrations it is a field of Django's."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if not (self.auto_now or (self.auto_now_add and add)):
            return super().pre_save(model_instance, add)
        moment = now()
        setattr(model_instance, self.attname, moment)
        return moment

    def deconstruct(self) -> Any:
        name, _path, arguments, named = super().deconstruct()
        return name, "django.db.models.DateTimeField", arguments, named


class Stamped(models.Model):
    created_at = _StampField(_("created at"), auto_now_add=True)
    updated_at = _StampField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True
