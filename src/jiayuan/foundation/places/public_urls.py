"""What anybody may read about places."""

from django.urls import path

from .views import public

urlpatterns = [
    path("places/boundary.json", public.boundary, name="places-boundary"),
    path("places/communities.json", public.communities, name="places-communities"),
]
