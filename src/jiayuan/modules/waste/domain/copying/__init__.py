"""Applying a kit to another estate: compare, draft, confirm, tick off."""
