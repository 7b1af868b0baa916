"""The cases of a test: values on the wire, by what they show."""

from __future__ import annotations

Case = tuple[str, tuple[object, ...]]
"""What a case shows, and the arguments of its event."""
Cases = dict[str, tuple[object, ...]]
"""Cases by what they show."""
Flaw = tuple[str, tuple[int, str, str]]
"""What is wrong with a login: a way in, a credential of it, and its fault."""
Flaws = dict[str, tuple[int, str, str]]
"""Flaws by what they show."""
