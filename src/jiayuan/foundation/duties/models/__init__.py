from .run import DutyRun, TaskWorker

__all__ = ["DutyRun", "TaskWorker"]
