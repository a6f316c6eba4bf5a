from .activity import (
    ActivityKind,
    ActivityResult,
    ActivityVersion,
    CheckMark,
    SeriesActivity,
    SessionActivity,
    ShopVisit,
)
from .branch import BranchReport
from .certificate import Certificate, CertificateCounter
from .certificate_request import CertificateRequest
from .exchange import ExchangeFile, ExchangeRow
from .hours import Correction, HourClaim, HourEntry, OutVouch
from .pairing import JointActivity, Pairing, PairingQuerySet, Season
from .plan import SeasonPlan
from .skill import Skill
from .team import MusterAnswer, MusterCall, Team, TeamMember
from .volunteer import HonourConsent, Qualification, Thanks, Volunteer, VolunteerQuerySet
from .week import HourNotice, WeekNudge
from .yearly import YearlyItem

__all__ = [
    "ActivityKind",
    "ActivityResult",
    "ActivityVersion",
    "BranchReport",
    "Certificate",
    "CertificateCounter",
    "CertificateRequest",
    "CheckMark",
    "Correction",
    "ExchangeFile",
    "ExchangeRow",
    "HonourConsent",
    "HourClaim",
    "HourEntry",
    "HourNotice",
    "JointActivity",
    "MusterAnswer",
    "MusterCall",
    "OutVouch",
    "Pairing",
    "PairingQuerySet",
    "Qualification",
    "Season",
    "SeasonPlan",
    "SeriesActivity",
    "SessionActivity",
    "ShopVisit",
    "Skill",
    "Team",
    "TeamMember",
    "Thanks",
    "Volunteer",
    "VolunteerQuerySet",
    "WeekNudge",
    "YearlyItem",
]
