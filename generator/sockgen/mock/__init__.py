"""A server that answers from a document alone, and its console page.

`service.py` puts it together, `serving.py` puts it on a port.
"""

from sockgen.mock.service import Mock
from sockgen.mock.settings import Faults, Schedule, Settings, Spot, Trigger, WrongFault
from sockgen.mock.spots import WrongWords, read_schedule, read_trigger
from sockgen.mock.traffic import Kind, Record

__all__ = [
    "Faults",
    "Kind",
    "Mock",
    "Record",
    "Schedule",
    "Settings",
    "Spot",
    "Trigger",
    "WrongFault",
    "WrongWords",
    "read_schedule",
    "read_trigger",
]
