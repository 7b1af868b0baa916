"""From a sound document to a contract: what AsyncAPI means for Socket.IO."""

from sockgen.reading.api import Perspective, read

__all__ = ["Perspective", "read"]
