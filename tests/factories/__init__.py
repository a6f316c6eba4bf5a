"""A factory per model. ``tests.factories.CaseFactory()`` gives a saved case with all it needs."""

from .cases import (
    CaseFactory,
    CasePartFactory,
    CasePhotoFactory,
    CategoryFactory,
    CategoryVersionFactory,
    ContactFactory,
    PauseFactory,
    RecallFactory,
    RequestFactory,
    SavedViewFactory,
    StageRunFactory,
)
from .district import ReadMarkFactory
from .duties import DutyRunFactory, TaskWorkerFactory
from .foundation import (
    ConsentFactory,
    OneTimeCodeFactory,
    OrganisationContactFactory,
    OrganisationFactory,
    PersonFactory,
    PhotoFactory,
    PlaceFactory,
    PlaceNameFactory,
    PlaceSuccessionFactory,
    RatingFactory,
    RoleGrantFactory,
)
from .machines import ApiTokenFactory, GivenAnswerFactory, SystemAccountFactory
from .notify import ChoiceFactory, DeliveryFactory, NoticeFactory, QuietHoursFactory
from .tables import ExportFactory, FaultFactory, JobFactory

__all__ = [
    "ApiTokenFactory",
    "CaseFactory",
    "CasePartFactory",
    "CasePhotoFactory",
    "CategoryFactory",
    "CategoryVersionFactory",
    "ChoiceFactory",
    "ConsentFactory",
    "ContactFactory",
    "DeliveryFactory",
    "DutyRunFactory",
    "ExportFactory",
    "FaultFactory",
    "GivenAnswerFactory",
    "JobFactory",
    "NoticeFactory",
    "OneTimeCodeFactory",
    "OrganisationContactFactory",
    "OrganisationFactory",
    "PauseFactory",
    "PersonFactory",
    "PhotoFactory",
    "PlaceFactory",
    "PlaceNameFactory",
    "PlaceSuccessionFactory",
    "QuietHoursFactory",
    "RatingFactory",
    "ReadMarkFactory",
    "RecallFactory",
    "RequestFactory",
    "RoleGrantFactory",
    "SavedViewFactory",
    "StageRunFactory",
    "SystemAccountFactory",
    "TaskWorkerFactory",
]
