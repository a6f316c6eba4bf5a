from django.urls import path

from .views import console

urlpatterns = [
    path("forms/", console.burden, name="console-burden"),
    path("forms/table.csv", console.export, name="console-burden-export"),
]
