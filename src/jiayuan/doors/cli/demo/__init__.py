"""The demonstration district: built, kept, done away with."""

from .accounts import ACCOUNTS, BY_KEY, Account
from .building import SEED, build, ensure, is_built, reset

__all__ = ["ACCOUNTS", "BY_KEY", "SEED", "Account", "build", "ensure", "is_built", "reset"]
