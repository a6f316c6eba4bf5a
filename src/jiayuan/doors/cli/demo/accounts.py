"""The accounts with which a visitor of the demonstration looks around, one for each part people play."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.organisations.enums import UnitFunction

COMMUNITY, STREET, DISTRICT = "140106004010", "140106004", "140106"
COURTYARD, LAKESIDE = "青年路13号院", "湖滨丽景小区"
USERNAME = "demo-{}"


@dataclass(frozen=True)
class Account:
    """``path`` is where the role holds; for residents the community they live in. ``estate`` names their home or the
    estate that their company looks after."""

    key: str
    label: Any
    name: str
    path: str
    role: Role | None = None
    function: UnitFunction | None = None
    estate: str = ""
    care_mode: bool = False

    @property
    def username(self) -> str:
        return USERNAME.format(self.key)


ACCOUNTS = (
    Account("resident", _("Resident"), "陈晓梅", COMMUNITY, estate=COURTYARD),
    Account("elder", _("Elderly resident"), "刘玉珍", COMMUNITY, estate=COURTYARD, care_mode=True),
    Account("volunteer", _("Volunteer"), "周立新", COMMUNITY, Role.VOLUNTEER, estate=LAKESIDE),
    Account("grid", _("Grid worker"), "郭建军", COMMUNITY, Role.GRID_WORKER),
    Account("community", _("Community worker"), "李建芳", COMMUNITY, Role.COMMUNITY_WORKER),
    Account("street", _("Street officer"), "赵志强", STREET, Role.STREET_OFFICER),
    Account("district", _("District office"), "孙丽华", DISTRICT, Role.DISTRICT_OFFICER),
    Account("unit", _("Handling unit"), "马国庆", STREET, Role.UNIT_OFFICER, UnitFunction.SANITATION),
    Account("driver", _("Driver"), "任保平", STREET, Role.DRIVER, UnitFunction.SANITATION),
    Account(
        "property",
        _("Property manager"),
        "田润生",
        COMMUNITY,
        Role.PROPERTY_MANAGER,
        UnitFunction.PROPERTY,
        LAKESIDE,
    ),
    Account("it", _("IT staff"), "何明辉", DISTRICT, Role.IT_STAFF),
)
BY_KEY = {each.key: each for each in ACCOUNTS}
