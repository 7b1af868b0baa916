"""The page of all codes, `docs/diagnostics.md`.

`python -m sockgen.diagnostics.reference > docs/diagnostics.md` writes it.
"""

from collections.abc import Iterator
from itertools import groupby

from sockgen.diagnostics.codes import CODES, Code, Severity, family_of
from sockgen.diagnostics.pages import page_of

_HEAD = """\
# Diagnostics

Everything that sockgen says has a code. `sockgen explain SG204` shows one of these
pages in a terminal. [Checking documents](checking.md) tells how to choose what is said,
and in which format.

This page is made from the registry: do not edit it here."""


def to_markdown() -> str:
    """The whole page."""
    return "\n\n".join([_HEAD, *_tables(), *map(_section, CODES.values())]) + "\n"


def _tables() -> Iterator[str]:
    for family, codes in groupby(CODES.values(), lambda one: family_of(one.id)):
        rows = [
            f"| [{one.id}](#{one.id.lower()}) | {one.severity.value} | {one.title} |"
            for one in codes
        ]
        yield "\n".join([f"## {family}", "", "| code | | |", "|---|---|---|", *rows])


def _section(code: Code) -> str:
    page = page_of(code.id)
    parts = [f"## {code.id}", f"**{code.title}** ({firmness(code)})"]
    parts += [text for text in (page.says, page.why) if text]
    for title, example in (("Wrong", page.wrong), ("Right", page.right)):
        if example:
            parts += [f"{title}:", f"```{page.language}\n{example}```"]
    return "\n\n".join(parts)


def firmness(code: Code) -> str:
    """How much a code matters, and whether a user can do without it."""
    if code.severity is not Severity.ERROR:
        return f"{code.severity.value}; it can be ignored"
    if code.stops:
        return "error; it cannot be ignored"
    return "error; it can be ignored, and is a warning with --lenient"


if __name__ == "__main__":
    print(to_markdown(), end="")
