"""What the module of a reference server needs, by names that no model can take."""

from __future__ import annotations

from .login import Login
from .reference import Notes, Sender, awaited
from .run import Suite

__all__ = ["Login", "Notes", "Sender", "Suite", "awaited"]
