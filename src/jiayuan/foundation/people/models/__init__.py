from .code import OneTimeCode
from .consent import Consent
from .person import Person, PersonManager

__all__ = ["Consent", "OneTimeCode", "Person", "PersonManager"]
