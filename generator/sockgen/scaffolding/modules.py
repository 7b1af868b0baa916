"""The Python of a folder, which is parsed when it is asked for."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import libcst as cst

_NO_CODE = {"__pycache__", "node_modules", "site-packages", "venv"}


class Unreadable(Exception):
    """A file that is not Python; the message has its place and the reason."""


class Modules:
    """The modules of a folder, by their path; tests come after all others."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parsed: dict[Path, cst.Module] = {}
        self._text = dict(sorted(_read(folder), key=lambda one: self._rank(one[0])))

    def __contains__(self, path: Path) -> bool:
        return path in self._text

    def mentioning(self, word: str) -> Iterator[Path]:
        """The modules in which a word stands. No other one needs to be Python."""
        wanted = word.encode()
        return (path for path, text in self._text.items() if wanted in text)

    def module(self, path: Path) -> cst.Module:
        """A module of the folder. Raises Unreadable."""
        if path not in self._parsed:
            self._parsed[path] = _parsed(path, self._text[path])
        return self._parsed[path]

    def put(self, path: Path, module: cst.Module) -> None:
        """Go on with another text of a module."""
        self._text[path] = module.bytes
        self._parsed[path] = module

    def dotted(self, path: Path) -> str:
        """The name by which a module is imported that is called in the folder."""
        parts = path.relative_to(self._folder).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")

    def of_origin(self, origin: str, importer: Path) -> Path | None:
        """The module of the folder that an import in another one means."""
        name = origin.lstrip(".")
        dots = len(origin) - len(name)
        if dots:
            parts = importer.relative_to(self._folder).parts[:-dots]
            wanted = ".".join([*parts, *([name] if name else [])])
            return next((x for x in self._text if self.dotted(x) == wanted), None)
        for path in self._text:
            dotted = self.dotted(path)
            # The folder may be a package of a larger project.
            if dotted and (name == dotted or name.endswith(f".{dotted}")):
                return path
        return None

    def _rank(self, path: Path) -> tuple[bool, Path]:
        parts = path.relative_to(self._folder).parts
        return any(x.startswith("test") or x == "conftest.py" for x in parts), path


def _read(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for root, folders, names in os.walk(folder):
        folders[:] = [one for one in folders if one[0] != "." and one not in _NO_CODE]
        for name in names:
            path = Path(root, name)
            if path.suffix == ".py" and path.is_file():
                yield path, path.read_bytes()


def _parsed(path: Path, text: bytes) -> cst.Module:
    try:
        # Python says better than libcst what is wrong.
        ast.parse(text, str(path))
        return cst.parse_module(text)
    except SyntaxError as error:
        where = f":{error.lineno}:{error.offset}" if error.lineno else ""
        raise Unreadable(f"{path}{where}: not Python: {error.msg}") from None
    except cst.ParserSyntaxError as error:
        place = f"{path}:{error.raw_line}:{error.raw_column + 1}"
        raise Unreadable(f"{place}: not Python: {error.message}") from None
    except ValueError as error:  # a null byte, an encoding
        raise Unreadable(f"{path}: not Python: {error}") from None
