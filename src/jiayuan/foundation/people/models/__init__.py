from .code import OneTimeCode
from .consent import Consent
from .person import Person, PersonManager, PersonQuerySet

__all__ = ["Consent", "OneTimeCode", "Person", "PersonManager", "PersonQuerySet"]
