from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    INSTITUTION = "institution", _("Institution")
    UNIT = "unit", _("Handling unit")
    MERCHANT = "merchant", _("Merchant")
    PROPERTY_COMPANY = "property_company", _("Property company")
    OPERATOR = "operator", _("Operator")
    PARTY_BRANCH = "party_branch", _("Party branch")
    SOCIAL_ORGANISATION = "social_organisation", _("Social organisation")


class UnitFunction(TextChoices):
    """What a handling unit is for; a category names the function that its cases need."""

    COMMUNITY = "community", _("Community office")
    ENFORCEMENT = "enforcement", _("Urban management enforcement")
    SANITATION = "sanitation", _("Sanitation")
    MUNICIPAL = "municipal", _("Municipal works")
    DRAINAGE = "drainage", _("Drainage")
    LIGHTING = "lighting", _("Street lighting")
    GREENING = "greening", _("Parks and greenery")
    TRAFFIC = "traffic", _("Traffic police")
    PROPERTY = "property", _("Property management")
    UTILITIES = "utilities", _("Water, gas, heat and power")
    TELECOM = "telecom", _("Telecommunications")


POSITIONS = {
    "联系人": _("contact person"),
    "负责人": _("person in charge"),
    "经理": _("manager"),
    "主任": _("director"),
}
"""What positions at an organisation are mostly called, as staff type them, and how that is said."""
