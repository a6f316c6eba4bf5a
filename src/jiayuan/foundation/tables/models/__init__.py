from .export import Export
from .fault import Fault
from .job import Job

__all__ = ["Export", "Fault", "Job"]
