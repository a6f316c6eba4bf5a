"""A photo that somebody sent along with their wish."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .wish import Wish


class WishPicture(models.Model):
    """Shows what is wished: a torn screen, a broken tap. Private as the words are; see ``domain/pictures.py``."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="pictures")
    photo = models.OneToOneField("evidence.Photo", models.PROTECT, related_name="wish_picture")

    class Meta:
        verbose_name = _("photo sent along with a wish")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.wish_id}"
