from .effort import Effort, Measure

__all__ = ["Effort", "Measure"]
