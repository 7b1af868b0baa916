"""The local files that references lead to."""

import os
import re
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from sockgen.diagnostics import Span
from sockgen.document.findings import Findings
from sockgen.document.meant import meant_inside
from sockgen.document.references import fragment
from sockgen.source import Source, load

_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


class Files:
    """Finds files from the places of references, and loads each of them once.

    None is ever fetched from a network, and none outside the folder of the root
    document is opened unless `outside` allows it.
    """

    def __init__(
        self, root: Source, path: Path, findings: Findings, *, outside: bool
    ) -> None:
        self._folder = path.parent
        self._home = path.parent.resolve()
        self._findings = findings
        self._outside = outside
        self._paths = {root.file: path}
        self._loaded: dict[Path, Source | None] = {path.resolve(): root}
        self._root = root

    @property
    def others(self) -> dict[str, Source]:
        """Every file but the root document, by the name that spans give it."""
        found = [one for one in self._loaded.values() if one and one is not self._root]
        return {one.file: one for one in found}

    def find(
        self, holder: Source, path: str, reference: str, span: Span
    ) -> Source | None:
        """The file at a path that is written in `holder`; says why if there is none."""
        if _HAS_SCHEME.match(path):
            self._findings.error(
                "SG205",
                f"the reference `{reference}` is not a local file",
                span,
                "nothing is fetched from a network: keep a copy beside the document",
            )
            return None
        try:
            there = self._paths[holder.file].parent / unquote(path)
            resolved = there.resolve()
            problem = self._problem(there, resolved, reference)
        except (OSError, RuntimeError, ValueError) as fault:
            reason = getattr(fault, "strerror", None) or str(fault)
            problem = ("SG101", f"`{path}` cannot be read: {reason}", None)
            resolved = there = Path()
        if problem is not None:
            self._findings.error(problem[0], problem[1], span, problem[2])
            return None
        if resolved not in self._loaded:
            self._loaded[resolved] = self._load(there)
        return self._loaded[resolved]

    def _problem(
        self, there: Path, resolved: Path, reference: str
    ) -> tuple[str, str, str | None] | None:
        inside = meant_inside(self._root.data, reference)
        meant = f"did you mean `{fragment(inside)}`?" if inside else None
        if not (self._outside or resolved.is_relative_to(self._home)):
            return (
                "SG205",
                f"the reference `{reference}` leaves the folder of the document",
                meant or "allow it with --allow-refs-outside",
            )
        if not resolved.exists():
            # What all names end with says nothing of how much they are alike.
            names = {one.stem: one.name for one in sorted(resolved.parent.glob("*"))}
            close = get_close_matches(resolved.stem, names, n=1)
            hint = f"did you mean `{names[close[0]]}`?" if close else None
            return (
                "SG203",
                f"the reference `{reference}` leads to no file",
                hint or meant or "paths start at the file that holds the reference",
            )
        if resolved.is_dir():
            return "SG101", f"the reference `{reference}` leads to a folder", None
        if not resolved.is_file():
            what = "a device, not to a file"
            return "SG101", f"the reference `{reference}` leads to {what}", None
        return None

    def _load(self, there: Path) -> Source | None:
        """Load a file that a reference leads to.

        Its own name, of which names are made, is the same wherever sockgen was called;
        that of its spans begins where the name of the root document does.
        """
        name = Path(os.path.relpath(there, self._folder)).as_posix()
        shown = os.path.normpath(Path(self._root.lines.file).parent / name)
        result = load(there, name=Path(shown).as_posix())
        for one in result.diagnostics:
            self._findings.error(one.code, one.message, one.span, one.hint)
        if result.value is None:
            return None
        self._paths[name] = there
        return replace(result.value, file=name)
