"""What was meant by a reference that leads nowhere."""

from collections.abc import Sequence

from sockgen.source import JsonValue, Pointer

_QUOTES = "'\"`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"


def meant_inside(root: JsonValue, reference: str) -> Pointer | None:
    """The place in the document that a reference to no file was probably to lead to.

    It has no `#` before it, is a name alone, or has the quotes of a word processor.
    """
    path = reference.strip(f"{_QUOTES} ").lstrip("#/")
    steps = [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")]
    if len(steps) == 1:
        return component(root, steps)
    value = root
    for step in steps:
        if not isinstance(value, dict) or step not in value:
            return None
        value = value[step]
    return tuple(steps)


def component(root: JsonValue, steps: Sequence[str]) -> Pointer | None:
    """The component that is called as the last step, in a section as the one before.

    Without such a section, the only component of that name.
    """
    components = root.get("components") if isinstance(root, dict) else None
    if not isinstance(components, dict):
        return None
    *before, name = steps
    sections = [
        key
        for key, section in components.items()
        if isinstance(section, dict) and name in section
    ]
    if before and before[-1] in sections:
        return ("components", before[-1], name)
    return ("components", sections[0], name) if len(sections) == 1 else None
