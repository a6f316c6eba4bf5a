"""A factory per model. ``tests.factories.CaseFactory()`` gives a saved case with all it needs."""

from .cases import (
    CaseFactory,
    CasePhotoFactory,
    CategoryFactory,
    CategoryVersionFactory,
    ContactFactory,
    PauseFactory,
    RequestFactory,
    SavedViewFactory,
    StageRunFactory,
)
from .district import ReadMarkFactory
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

__all__ = [
    "CaseFactory",
    "CasePhotoFactory",
    "CategoryFactory",
    "CategoryVersionFactory",
    "ConsentFactory",
    "ContactFactory",
    "OneTimeCodeFactory",
    "OrganisationContactFactory",
    "OrganisationFactory",
    "PauseFactory",
    "PersonFactory",
    "PhotoFactory",
    "PlaceFactory",
    "PlaceNameFactory",
    "PlaceSuccessionFactory",
    "RatingFactory",
    "ReadMarkFactory",
    "RequestFactory",
    "RoleGrantFactory",
    "SavedViewFactory",
    "StageRunFactory",
]
