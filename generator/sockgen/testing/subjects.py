"""What a test is about, by what is attached to it: never by how it is called."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sockgen.contract import Direction
from sockgen.testing.outcomes import Subject


def subject_of(item: pytest.Item) -> Subject:
    """The subject of a test of a generated package."""
    part = _part(item)
    is_event = hasattr(part, "direction")
    event = str(part.name) if is_event else ""
    of_api = not hasattr(part, "name")
    namespace = "" if of_api else str(part.namespace if is_event else part.name)
    params = _params(item)
    case = params.get("case") or params.get("flaw") or (params.get("name", ""),)
    return Subject(
        test=item.nodeid,
        check=_words(str(getattr(item, "originalname", item.name)), event),
        namespace=namespace,
        event=event,
        direction=Direction(part.direction.value) if is_event else None,
        case=str(case[0]),
        transport=str(params.get("transport", "")),
    )


def is_last(item: pytest.Item) -> bool:
    """Whether a test tells what no other test has told, and is about no event."""
    mark = item.get_closest_marker("contract")
    told = mark is not None and bool(mark.kwargs.get("last"))
    return told and not subject_of(item).event


def _part(item: pytest.Item) -> Any:
    mark = item.get_closest_marker("contract")
    return mark.args[0] if mark and mark.args else None


def _params(item: pytest.Item) -> dict[str, Any]:
    callspec: Any = getattr(item, "callspec", None)
    return dict(callspec.params) if callspec is not None else {}


def _words(test: str, event: str) -> str:
    """The name of a test function as words, without its event, which is told beside."""
    name = test.removeprefix("test_")
    start = re.sub(r"\W+", "_", event).lower()
    return (name.removeprefix(f"{start}_") if start else name).replace("_", " ")
