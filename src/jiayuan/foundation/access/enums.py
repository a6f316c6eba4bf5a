"""Roles a person can hold for a place."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    VOLUNTEER = "volunteer", _("Volunteer")
    GRID_WORKER = "grid_worker", _("Grid worker")
    COMMUNITY_WORKER = "community_worker", _("Community worker")
    STREET_OFFICER = "street_officer", _("Street officer")
    DISTRICT_OFFICER = "district_officer", _("District office")
    UNIT_OFFICER = "unit_officer", _("Handling unit")
    DRIVER = "driver", _("Driver")
    INSTITUTION_CONTACT = "institution_contact", _("Institution contact")
    PROPERTY_MANAGER = "property_manager", _("Property manager")
    MERCHANT = "merchant", _("Merchant")
    IT_STAFF = "it_staff", _("IT staff")


COMMUNITY_STAFF = (Role.GRID_WORKER, Role.COMMUNITY_WORKER)
"""Who works for the residents of a community."""
OFFICERS = (Role.STREET_OFFICER, Role.DISTRICT_OFFICER)
"""Who oversees communities from above."""
DESK_STAFF = (*COMMUNITY_STAFF, *OFFICERS)
"""Who may take in, dispatch, verify and close, each inside the place the role is granted for."""
ORGANISATION_ROLES = (
    Role.UNIT_OFFICER,
    Role.DRIVER,
    Role.INSTITUTION_CONTACT,
    Role.PROPERTY_MANAGER,
    Role.MERCHANT,
)
"""Roles that are held on behalf of an organisation."""
CONSOLE_ROLES = (
    *DESK_STAFF,
    Role.UNIT_OFFICER,
    Role.PROPERTY_MANAGER,
    Role.INSTITUTION_CONTACT,
    Role.IT_STAFF,
)
"""Who enters the console, and therefore needs a second factor."""
PEOPLE_STAFF = (*DESK_STAFF, Role.IT_STAFF)
"""Who sees which people hold roles in their place."""
GRANTABLE: dict[Role, tuple[Role, ...]] = {
    Role.IT_STAFF: tuple(Role),
    Role.DISTRICT_OFFICER: tuple(Role),
    Role.STREET_OFFICER: (
        Role.COMMUNITY_WORKER,
        Role.GRID_WORKER,
        Role.VOLUNTEER,
        Role.UNIT_OFFICER,
        Role.DRIVER,
        Role.PROPERTY_MANAGER,
    ),
    Role.COMMUNITY_WORKER: (Role.VOLUNTEER,),
}
"""Which roles the holder of a role may give to others, inside the place it is held for."""
