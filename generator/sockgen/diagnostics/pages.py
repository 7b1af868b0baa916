"""The page of a code: what it says, why it matters, a wrong and a right example.

The pages are Markdown, a file for each code in the folder `pages`, so that a
person reads and writes them as they are.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).with_name("pages")
_LAYOUT = re.compile(
    r"(?P<says>.+?)\n\n## Why it matters\n\n(?P<why>.+?)\n\n"
    r"## Wrong\n\n```(?P<language>\w+)(?P<whole> whole)?\n(?P<wrong>.*?)```\n\n"
    r"## Right\n\n```.*?\n(?P<right>.*?)```\n",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to know of a code.

    The examples are in `language`. Unless they are a `whole` document, what
    every document begins with is left out of them.
    """

    says: str = ""
    why: str = ""
    wrong: str = ""
    right: str = ""
    language: str = "yaml"
    whole: bool = False


def page_of(code: str) -> Page:
    """The page of a code; an empty one where nobody has written it yet."""
    path = _FOLDER / f"{code}.md"
    if not path.exists():
        return Page()
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Page:
    """A page from its Markdown."""
    found = _LAYOUT.fullmatch(text)
    if found is None:
        raise ValueError("a page has four parts: see any other page")
    says, why, language, whole, wrong, right = found.groups()
    return Page(_joined(says), _joined(why), wrong, right, language, bool(whole))


def _joined(text: str) -> str:
    """A paragraph as one line; whoever shows it breaks it to measure."""
    return " ".join(text.split())
