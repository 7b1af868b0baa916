"""From a sound document to a contract: what AsyncAPI means for Socket.IO."""

from sockgen.reading.api import Reading, explain, read
from sockgen.reading.context import ANY, Dialect, EventsFrom, Perspective

__all__ = ["ANY", "Dialect", "EventsFrom", "Perspective", "Reading", "explain", "read"]
