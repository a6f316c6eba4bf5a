"""Lists that somebody keeps under a name. Theirs alone; they say nothing about anybody and are not in the ledger."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict, Missing, Refused
from jiayuan.foundation.common.text import clean_words

from ..models import SavedView

MOST = 20


def save_view(name: str, query: str, *, by: Actor) -> SavedView:
    """Keep ``query`` under ``name``; the same name again replaces it."""
    if by.person is None:
        raise Refused(_("Sign in first."), _("Lists are kept with your account."))
    name = clean_words(name, field="name", limit=30)
    query = clean_words(query, field="query", limit=500, required=False)
    with transaction.atomic():
        kept = SavedView.objects.select_for_update().filter(person=by.person)
        if not kept.filter(name=name).exists() and kept.count() >= MOST:
            raise Conflict(
                _("You already keep %(most)s lists.") % {"most": MOST},
                _("Remove one that you no longer need."),
            )
        view, _created = SavedView.objects.update_or_create(
            person=by.person, name=name, defaults={"query": query}
        )
    return view


def forget_view(key: int, *, by: Actor) -> None:
    removed, _rows = SavedView.objects.filter(pk=key, person_id=by.pk).delete()
    if not removed:
        raise Missing(_("There is no such list."), _("It may have been removed already."))
