"""`.sockgen.json`: what a folder was made from, and which files sockgen wrote."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from sockgen import __version__
from sockgen.output.paths import is_portable

MANIFEST = ".sockgen.json"

_MARKS: Mapping[bytes, tuple[int, ...]] = {
    b"<" * 7: (0,),
    b"|" * 7: (),
    b"=" * 7: (1,),
    b">" * 7: (0, 1),
}
"""What Git writes into a file that it cannot merge, and whose lines come after it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a set of files was made from: a document and the options of the build."""

    file: str
    text: str
    options: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Written:
    """The files that earlier builds wrote: path and digests that are sockgen's own.

    A path has a second digest after a build that was cut short.
    """

    digests: Mapping[str, frozenset[str]]

    def owns(self, path: str, data: bytes) -> bool:
        """Whether a file still is what sockgen wrote."""
        return digest(data) in self.digests.get(path, frozenset())


NOTHING_WRITTEN = Written({})


def digest(data: bytes) -> str:
    """Hash a file; line endings do not count, for Git may have changed them."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def manifest_bytes(
    origin: Origin, files: Mapping[str, bytes], earlier: Written = NOTHING_WRITTEN
) -> bytes:
    """Write a manifest.

    `earlier` is given while a build is under way: should it be cut short, then
    what it had not reached is still known as sockgen's own.
    """
    content: dict[str, object] = {
        "about": "Written by sockgen, which prunes and protects files by it.",
        "sockgen": __version__,
        "source": {"file": origin.file, "sha256": digest(origin.text.encode())},
        "options": dict(sorted(origin.options.items())),
        "files": {path: digest(data) for path, data in sorted(files.items())},
    }
    if earlier.digests:
        content["earlier"] = {
            path: sorted(digests) for path, digests in sorted(earlier.digests.items())
        }
    return (json.dumps(content, indent=2) + "\n").encode()


def read_manifest(folder: Path) -> Written:
    """Read what is sockgen's in a folder; ValueError if the manifest is damaged."""
    path = folder / MANIFEST
    if path.is_symlink():
        raise ValueError("it is a symbolic link")
    if not path.exists():
        return NOTHING_WRITTEN
    digests: dict[str, frozenset[str]] = {}
    for side in _sides(path.read_bytes()):
        content: object = json.loads(side)
        if not isinstance(content, dict):
            raise ValueError("it is not an object")
        for key in ("files", "earlier"):
            table = cast(dict[str, object], content).get(key, {})
            for name, value in _entries(table):
                digests[name] = digests.get(name, frozenset()) | value
    return Written(digests)


def _sides(content: bytes) -> list[bytes]:
    """What is there, or what either side of a merge has that Git could not finish.

    Manifests of two branches never agree, and sockgen wrote the files of both.
    """
    sides: tuple[list[bytes], list[bytes]] = ([], [])
    at: tuple[int, ...] = (0, 1)
    for line in content.splitlines(keepends=True):
        after = _MARKS.get(line[:8].strip())
        if after is None:
            for one in at:
                sides[one].append(line)
        else:
            at = after
    return [content] if sides[0] == sides[1] else [b"".join(one) for one in sides]


def _entries(table: object) -> list[tuple[str, frozenset[str]]]:
    if not isinstance(table, dict):
        raise ValueError("its list of files is not an object")
    entries: list[tuple[str, frozenset[str]]] = []
    for path, value in cast(dict[str, object], table).items():
        listed = cast(list[object], value) if isinstance(value, list) else [value]
        # A manifest comes with a checkout, so that it is not to be trusted: a
        # path in it must never lead pruning out of the folder.
        if not is_portable(path) or not all(isinstance(one, str) for one in listed):
            raise ValueError(f"its entry {path!r} is not a file and its hash")
        entries.append((path, frozenset(cast(list[str], listed))))
    return entries
