"""What a failure says about the message: it did not leave, or nobody knows."""

import smtplib
import socket

from jiayuan.foundation.channels.base import SendingFailed

NO_WORD = ("500", "502", "503", "504")
"""Said by whatever stands before the provider; behind it the message may have been taken."""
NEVER_LEFT = (ConnectionRefusedError, socket.gaierror, smtplib.SMTPConnectError, smtplib.SMTPHeloError)


def is_in_doubt(error: SendingFailed) -> bool:
    """True unless the provider itself answered no, or no line to it was ever open."""
    if error.code and error.code not in NO_WORD:
        return False
    if error.permanent:
        return False
    causes: list[object] = [error.__cause__]
    for cause in causes:
        if isinstance(cause, NEVER_LEFT):
            return False
        if isinstance(cause, BaseException):
            causes += [each for each in (getattr(cause, "reason", None), cause.__cause__) if each]
    return True
