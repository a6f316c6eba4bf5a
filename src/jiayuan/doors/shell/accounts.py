"""How allauth meets our people."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Residents join by phone and code (``/sign-in/``); staff accounts are made by those who grant roles."""
        return False
