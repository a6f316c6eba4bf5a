"""People: residents, volunteers, workers, officers. One account each."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import PEOPLE_STAFF
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.common.prepared import Prepared, Slot

from ..enums import Language, Theme


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> Self:
        """Oneself, and for staff those who hold a role in their places. Never residents without a role."""
        paths = actor.reach.paths_for(*PEOPLE_STAFF)
        if not paths:
            return self.filter(pk=actor.pk)
        held = RoleGrant.objects.standing().within(*paths).filter(person=OuterRef("pk"))
        return self.filter(Q(pk=actor.pk) | Exists(held))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)["Person"]):  # type: ignore[misc]
    def create_person(
        self, *, name: str = "", phone: str | None = None, password: str | None = None, **fields: Any
    ) -> "Person":
        """Make a person. ``phone`` in E.164 (``+8613812345678``)."""
        person = self.model(name=name, phone=phone, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get(self, *arguments: Any, **conditions: Any) -> "Person":
        """With every page of somebody signed in, Django asks for one by key, and by nothing else. Of all people, that
        is: what is derived from this manager (such as those that belong to something) looks among its own."""
        is_plain = type(self) is PersonManager and self._db is None
        if not is_plain or arguments or conditions.keys() != {"pk"}:
            found: Person = super().get(*arguments, **conditions)
            return found
        person = _BY_KEY.first(key=conditions["pk"])
        if person is None:
            raise self.model.DoesNotExist
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


_BY_KEY: "Prepared[Person]" = Prepared(lambda: Person.objects.filter(pk=Slot("key", Person, "pk")))


class Person(AbstractBaseUser):
    """Anyone with an account. Collects little: no national ID number, no birthday, no address beyond the place."""

    name = models.CharField(_("name"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=16, null=True, blank=True)
    phone_proven_at = models.DateTimeField(_("number proven at"), null=True, blank=True)
    """When a code that was sent to this number was shown. Until then somebody says that it is theirs, no more."""
    username = models.CharField(_("staff name"), max_length=40, null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    home_place = models.ForeignKey(
        "places.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where I belong"),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.CHINESE
    )
    theme = models.CharField(_("appearance"), max_length=8, choices=Theme.choices, default=Theme.AUTO)
    care_mode = models.BooleanField(_("large type"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # With a condition PostgreSQL takes them for no key that others could refer to: taking a number away, as
            # forgetting does, then waits for nobody who writes a row that points to the person.
            models.UniqueConstraint(
                fields=["phone"], condition=Q(phone__isnull=False), name="people_one_person_a_phone"
            ),
            models.UniqueConstraint(
                fields=["username"],
                condition=Q(username__isnull=False),
                name="people_one_person_a_staff_name",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(phone=None, is_active=False), name="people_erased_means_gone"
            ),
            models.CheckConstraint(
                condition=Q(phone_proven_at=None) | Q(phone__isnull=False), name="people_proven_is_a_number"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Resident"))

    def get_username(self) -> str:
        return self.username or self.phone or ""

    @property
    def proven_phone(self) -> str:
        """The number, if a code proved it: on that alone hang rights to what was left with a number. Else empty."""
        return self.phone or "" if self.phone_proven_at is not None else ""

    @property
    def stream(self) -> str:
        """Their chain in the ledger."""
        return f"person/{self.pk}"
