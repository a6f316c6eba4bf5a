from .choice import Choice, QuietHours
from .delivery import Delivery
from .notice import Notice

__all__ = ["Choice", "Delivery", "Notice", "QuietHours"]
