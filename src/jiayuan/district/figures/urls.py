from django.urls import path

from .views import console

urlpatterns = [
    path("figures/", console.figures_page, name="console-figures"),
    path("figures/<str:figure_id>/", console.rows_page, name="console-figure"),
    path("figures/<str:figure_id>/rows.csv", console.rows_export, name="console-figure-export"),
]
