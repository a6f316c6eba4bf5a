from .appeal import Appeal, AppealQuerySet
from .case import Case, CaseQuerySet, Contact
from .category import Category, CategoryVersion
from .clockwork import Pause, StageRun
from .demand import DemandMark
from .dispatch_rule import DispatchRule, DispatchRuleSet, DryRun
from .dossier import Dossier
from .doubt import Doubt
from .joining import Joining, JoiningQuerySet
from .order import SupervisionOrder
from .outside import OutsideAnswer, OutsideLink, OutsidePhoto
from .part import CasePart, Recall
from .photo import CasePhoto
from .reply import ReplyTemplate
from .request import Request
from .saved_view import SavedView
from .score import ScoreCorrection, ScoreLine, ScoreMonth, ScoreTotal
from .suggestion import CategoryModel, SuggestionUse
from .tie import Tie, TieQuerySet

__all__ = [
    "Appeal",
    "AppealQuerySet",
    "Case",
    "CasePart",
    "CasePhoto",
    "CaseQuerySet",
    "Category",
    "CategoryModel",
    "CategoryVersion",
    "Contact",
    "DemandMark",
    "DispatchRule",
    "DispatchRuleSet",
    "Dossier",
    "Doubt",
    "DryRun",
    "Joining",
    "JoiningQuerySet",
    "OutsideAnswer",
    "OutsideLink",
    "OutsidePhoto",
    "Pause",
    "Recall",
    "ReplyTemplate",
    "Request",
    "SavedView",
    "ScoreCorrection",
    "ScoreLine",
    "ScoreMonth",
    "ScoreTotal",
    "StageRun",
    "SuggestionUse",
    "SupervisionOrder",
    "Tie",
    "TieQuerySet",
]
