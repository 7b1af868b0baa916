"""Reading the values of a configuration, each with its place."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

from sockgen.config.building import bad_distribution, bad_package
from sockgen.config.places import Pointer
from sockgen.config.templates import templates_of
from sockgen.config.toml import Toml
from sockgen.diagnostics import Diagnostic, Severity
from sockgen.document.editor import wrong_code
from sockgen.document.likely import likely
from sockgen.targets import target_names, unknown_target


@dataclass(frozen=True, slots=True)
class Found:
    """A value of the configuration, and the list of what is said about it."""

    toml: Toml
    pointer: Pointer
    value: Any
    folder: Path
    said: list[Diagnostic]

    @property
    def name(self) -> str:
        """What people call it: its key, or the list that it is in."""
        *rest, last = self.pointer
        return str(last) if isinstance(last, str) else str(rest[-1])

    def below(self, key: str | int) -> "Found":
        """A value of this table or list."""
        pointer = (*self.pointer, key)
        return Found(self.toml, pointer, self.value[key], self.folder, self.said)

    def items(self) -> "list[Found] | None":
        """The values of this list; None if it is no list."""
        value: object = self.value
        if not isinstance(value, list):
            return None
        length = len(cast("list[object]", value))
        return [self.below(index) for index in range(length)]

    def wrong(
        self, code: str, message: str, hint: str | None = None, *, key: bool = False
    ) -> None:
        """Say what is wrong with it; with `key`, point at its key."""
        span = self.toml.span(self.pointer, key=key)
        self.said.append(Diagnostic(code, Severity.ERROR, message, span, hint))

    def mistyped(self, wanted: str, hint: str | None = None) -> None:
        """Say that it is of another type than it should be."""
        words = f"`{self.name}` must be {wanted}, not {_words(self.value)}"
        self.wrong("SG522", words, hint)


Read: TypeAlias = Callable[[Found], Any]
"""Makes the value of an option; None after an error, which it has told."""


def text(found: Found) -> str | None:
    """Text that is not empty."""
    if not isinstance(found.value, str):
        found.mistyped("text", "put it in quotes" if _is_word(found.value) else None)
        return None
    if not found.value.strip():
        found.wrong("SG522", f"`{found.name}` must not be empty")
        return None
    return found.value


def truth(found: Found) -> bool | None:
    """True or false."""
    if isinstance(found.value, bool):
        return found.value
    word = str(found.value).lower()
    hint = (
        f"write it as `{word}`, without quotes" if word in ("true", "false") else None
    )
    found.mistyped("true or false", hint)
    return None


def one_of(*words: str) -> Read:
    """One of some words."""

    def read(found: Found) -> str | None:
        word = text(found)
        if word is None or word in words:
            return word
        found.wrong("SG522", f"`{found.name}` cannot be `{word}`", nearest(word, words))
        return None

    return read


def several(read: Read) -> Read:
    """One value or a list of them."""

    def read_all(found: Found) -> tuple[Any, ...]:
        items = found.items()
        values = [read(one) for one in (items if items is not None else [found])]
        return tuple(value for value in values if value is not None)

    return read_all


def path(found: Found) -> Path | None:
    """A path, which starts at the folder of the configuration."""
    written = text(found)
    if written is None:
        return None
    if "\0" in written:
        found.wrong("SG522", f"`{found.name}` is not a path")
        return None
    return found.folder / written


def file(found: Found) -> Path | None:
    """The path of a file that is there."""
    return _present(found, "file", Path.is_file)


def templates(found: Found) -> Path | None:
    """A folder of templates that is there, or that of an installed package."""
    written = path(found) and templates_of(found.value, found.folder)
    if not isinstance(written, str):
        return written
    found.wrong("SG524", written, _hint_of_path(found, found.folder / found.value))
    return None


def package(found: Found) -> str | None:
    """A name for a package."""
    return _named(found, bad_package)


def distribution(found: Found) -> str | None:
    """A name for a distribution."""
    return _named(found, bad_distribution)


def target(found: Found) -> str | None:
    """The name of a target that is installed."""
    name = text(found)
    if name is None or name in target_names():
        return name
    unknown = unknown_target(name)
    found.wrong(unknown.code, unknown.message, unknown.hint)
    return None


def code(found: Found) -> str | None:
    """A code that can be ignored, or what some codes begin with.

    A configuration may be older or newer than sockgen, so a code that does not
    exist is a warning, as in a document.
    """
    word = text(found)
    problem = wrong_code(word.upper()) if word is not None else None
    if problem:
        number, message, hint = problem
        span = found.toml.span(found.pointer)
        found.said.append(Diagnostic(number, Severity.WARNING, message, span, hint))
        return None
    return word and word.upper()


def nearest(word: str, known: Collection[str]) -> str:
    """A hint with the word that was probably meant, or all that there are."""
    plain: Mapping[str, str] = {one.replace("-", ""): one for one in known}
    close = likely(word.lower().replace("-", "").replace("_", ""), plain)
    if close:
        return f"did you mean `{plain[close]}`?"
    return "there is " + ", ".join(f"`{one}`" for one in known)


def _present(found: Found, kind: str, is_there: Callable[[Path], bool]) -> Path | None:
    there = path(found)
    if there is None or is_there(there):
        return there
    if there.exists():
        found.wrong("SG524", f"`{there}` is not a {kind}")
    else:
        hint = _hint_of_path(found, there)
        found.wrong("SG524", f"the {kind} `{there}` does not exist", hint)
    return None


def _hint_of_path(found: Found, there: Path) -> str | None:
    """The name that was probably meant, or where paths start."""
    try:
        if there.exists():
            return None
        close = likely(there.name, [one.name for one in there.parent.iterdir()])
    except OSError:
        close = None
    if close:
        return f"did you mean `{Path(found.value).with_name(close)}`?"
    return f"paths start at the folder of `{found.toml.file}`"


def _named(found: Found, problem_of: Callable[[str], str | None]) -> str | None:
    name = text(found)
    problem = problem_of(name) if name is not None else None
    if problem:
        found.wrong("SG513", problem)
        return None
    return name


def _is_word(value: Any) -> bool:
    return not isinstance(value, list | dict)


def _words(value: Any) -> str:
    """What a value is."""
    match value:
        case bool():
            return "`true`" if value else "`false`"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or a time"
