"""What the tree tells the rooms that stand on it."""

from django.dispatch import Signal

places_succeeded = Signal()
"""Sent inside the transaction after places were merged, split or moved, with ``heirs`` (former path -> path
of the principal heir, for every place that was closed), ``on`` (the day) and ``by`` (the Actor).

Records keep their old path. Whoever holds a *living* reference to a place (an organisation's seat, a role, a
person's home) moves it to the heir here.
"""
