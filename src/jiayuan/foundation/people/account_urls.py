"""The pages of allauth that this house keeps: staff sign-in, second factors, passwords. Joining, e-mail addresses
and password reset by e-mail have no address here: residents join by phone, and a forgotten password is replaced
after signing in by phone and code. What is not on the way in is for those who work here (:mod:`.staff_only`)."""

from allauth.account import views
from django.urls import include, path

from .staff_only import guard

urlpatterns = guard(
    [
        path("login/", views.login, name="account_login"),
        path("logout/", views.logout, name="account_logout"),
        path("inactive/", views.account_inactive, name="account_inactive"),
        path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
        path("password/change/", views.password_change, name="account_change_password"),
        path("password/set/", views.password_set, name="account_set_password"),
        path("2fa/", include("allauth.mfa.urls")),
    ]
)
