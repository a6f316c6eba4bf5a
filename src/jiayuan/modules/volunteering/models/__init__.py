from .branch import BranchReport
from .certificate import Certificate, CertificateCounter
from .hours import Correction, HourClaim, HourEntry, OutVouch
from .pairing import JointActivity, Pairing, PairingQuerySet, Season
from .plan import SeasonPlan
from .skill import Skill
from .team import MusterAnswer, MusterCall, Team, TeamMember
from .volunteer import HonourConsent, Qualification, Thanks, Volunteer, VolunteerQuerySet
from .yearly import YearlyItem

__all__ = [
    "BranchReport",
    "Certificate",
    "CertificateCounter",
    "Correction",
    "HonourConsent",
    "HourClaim",
    "HourEntry",
    "JointActivity",
    "MusterAnswer",
    "MusterCall",
    "OutVouch",
    "Pairing",
    "PairingQuerySet",
    "Qualification",
    "Season",
    "SeasonPlan",
    "Skill",
    "Team",
    "TeamMember",
    "Thanks",
    "Volunteer",
    "VolunteerQuerySet",
    "YearlyItem",
]
