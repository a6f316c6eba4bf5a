from .organisation import Contact, Organisation, OrganisationQuerySet

__all__ = ["Contact", "Organisation", "OrganisationQuerySet"]
