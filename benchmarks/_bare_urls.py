"""The one address of the bare page."""

from _bare import page
from django.urls import path

urlpatterns = [path("", page)]
