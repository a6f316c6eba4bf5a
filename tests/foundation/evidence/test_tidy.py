from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.evidence.domain.tidy import remove_orphans, remove_photo
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.foundation.ledger.domain.verify import verify
from tests.factories import CasePhotoFactory, PhotoFactory

pytestmark = pytest.mark.django_db


def test_only_old_and_unused_photos_go(django_capture_on_commit_callbacks: Any) -> None:
    old = now() - timedelta(days=2, minutes=1)
    used = CasePhotoFactory(photo=PhotoFactory(uploaded_at=old)).photo
    fresh = PhotoFactory()
    unused = PhotoFactory(uploaded_at=old)
    paths = [Path(each.path) for each in (unused.file, unused.thumbnail)]
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_orphans() == 1
    assert set(Photo.objects.all()) == {used, fresh}
    assert not any(path.exists() for path in paths)
    assert Path(used.file.path).exists()
    assert history(f"photo/{unused.pk}").get().action == "photo.expired"
    assert verify().ok


def test_many_go_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiayuan.foundation.evidence.domain.tidy._BATCH", 2)
    PhotoFactory.create_batch(5)
    assert remove_orphans(now() + timedelta(days=3)) == 5
    assert remove_orphans(now() + timedelta(days=3)) == 0


def test_a_photo_that_is_just_being_used_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ProtectedError("used", set())

    PhotoFactory(uploaded_at=now() - timedelta(days=3))
    monkeypatch.setattr("django.db.models.query.QuerySet.delete", refuse)
    assert remove_orphans() == 0
    assert Photo.objects.count() == 1


def test_files_stay_if_the_row_does(sender: Actor) -> None:
    photo = PhotoFactory(uploaded_by=sender.person)
    with transaction.atomic():
        remove_photo(photo.pk, by=sender)
        transaction.set_rollback(True)
    assert Photo.objects.filter(pk=photo.pk).exists()
    assert Path(photo.file.path).exists()


def test_one_takes_back_ones_own(sender: Actor) -> None:
    photo = PhotoFactory(uploaded_by=sender.person)
    remove_photo(photo.pk, by=sender)
    assert not Photo.objects.exists()
    told = history(f"photo/{photo.pk}").get()
    assert (told.action, told.actor, told.payload["before"]["sha256"]) == (
        "photo.removed",
        sender.person,
        photo.sha256,
    )


def test_what_others_sent_is_not_there(sender: Actor) -> None:
    for photo_id in (PhotoFactory().pk, uuid4()):
        with pytest.raises(Missing):
            remove_photo(photo_id, by=sender, upload_token="raw")


def test_what_is_used_cannot_be_taken_back(sender: Actor) -> None:
    photo = CasePhotoFactory(photo=PhotoFactory(uploaded_by=sender.person)).photo
    with pytest.raises(Conflict) as refusal:
        remove_photo(photo.pk, by=sender)
    assert refusal.value.remedy


def test_whatever_uses_a_photo_can_be_found_from_it() -> None:
    """A tie that is hidden from the photo would let the tidying take it for an orphan."""
    ties = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "many_to_one", False) and field.related_model is Photo and field.remote_field.hidden
    ]
    assert ties == []
