"""Race pair on PostgreSQL: one photo is sent along with two wishes at the same moment."""

from threading import Barrier

import pytest
from django.db import connection, models, transaction

from jiayuan.modules.help.domain import pictures
from jiayuan.modules.help.domain.pictures import attach_pictures, own_pictures
from jiayuan.modules.help.models import WishPicture
from tests.factories import PersonFactory, PhotoFactory, WishFactory
from tests.modules.help.scene import Actor
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def race():
    """Both have read that the photo is free before either takes it."""
    person = PersonFactory()
    photo = PhotoFactory(purpose=pictures.PURPOSE, uploaded_by=person)
    barrier = Barrier(2)

    def send(wish):
        with transaction.atomic():
            found = own_pictures([photo.pk], by=Actor(person=person))
            barrier.wait(timeout=20)
            attach_pictures(wish, found)

    wishes = [WishFactory(wisher=person) for _turn in "12"]
    ended = together(*[lambda each=each: send(each) for each in wishes])
    return ended, WishPicture.objects.filter(photo=photo).count()


def test_guard_on_one_of_them_is_told_so():
    assert race() == ({"done": 1, "Conflict": 1}, 1)


def test_guard_off_both_have_it():
    once = WishPicture._meta.get_field("photo")
    often = models.ForeignKey(once.related_model, models.PROTECT)
    often.set_attributes_from_name("photo")
    often.model = WishPicture
    with connection.schema_editor() as editor:
        editor.alter_field(WishPicture, once, often)
    try:
        assert race() == ({"done": 2}, 2)
    finally:
        WishPicture.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.alter_field(WishPicture, often, once)
