"""From a file to an instance, whichever of the three kinds it is; every fault is found and named at once."""

import json

from jiayuan.engines.faults import Fault, Faults

from .cordeau import is_cordeau, read_cordeau
from .district import read_district
from .model import Instance
from .vrplib import read_vrplib


def read_instance(text: str, name: str = "") -> Instance:
    """:raises Faults: naming every row that is wrong."""
    text = text.lstrip("\ufeff \r\n\t")
    if not text:
        raise Faults([Fault("empty", "file", "The file is empty.")])
    if text.startswith(("{", "[")):
        try:
            return read_district(json.loads(text), name)
        except Faults:
            raise
        except (ValueError, RecursionError) as error:
            raise Faults([Fault("json", "file", f"is not JSON: {error}")]) from error
    return read_cordeau(name, text) if is_cordeau(text) else read_vrplib(text)
