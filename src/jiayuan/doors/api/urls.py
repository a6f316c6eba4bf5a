from django.urls import path

from .api import api
from .docs import docs

urlpatterns = [path("", docs, name="api-docs"), path("", api.urls)]
