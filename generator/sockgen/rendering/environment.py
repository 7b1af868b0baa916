"""The Jinja environment of a target, and where templates are found."""

import contextlib
from importlib.metadata import version
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    Undefined,
)
from jinja2.bccache import Bucket

from sockgen.rendering.escapes import Code, comment, docstring, literal, markdown, toml


def templates_folder() -> Path:
    """The folder of the templates: beside the package in a wheel, else in the checkout.

    Raises FileNotFoundError when the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent.parent / "templates"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the templates of sockgen are missing beside {package}")


class Renderer:
    """The templates of one target, of which a user's folder may replace any.

    `home` is where they are, if they are not sockgen's: a target of another
    distribution has its own.

    A template prints `Code` and nothing else: finished code of a view, or what
    an escape made. Plain text of a document raises TypeError.
    """

    def __init__(
        self, target: str, override: Path | None = None, home: Path | None = None
    ) -> None:
        self._folders = [home or templates_folder() / target]
        if override is not None:
            self._folders.insert(0, override / target)
            self._folders.insert(0, override)
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(one) for one in self._folders]),
            autoescape=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=_only_code,
            bytecode_cache=_compiled(self._folders[-1] / "__pycache__"),
        )
        self._environment.filters.update(
            literal=literal,
            docstring=docstring,
            comment=comment,
            markdown=markdown,
            toml=toml,
        )

    def render(self, template: str, **view: object) -> str:
        """The text of one template. Raises jinja2 errors for a wrong template."""
        return self._environment.get_template(template).render(view)

    def copies(self, folder: str) -> dict[str, str]:
        """The files of a folder that are copied as they are, by their relative path."""
        found: dict[str, str] = {}
        for root in reversed(self._folders):
            if (root / folder).is_dir():
                for path in sorted((root / folder).rglob("*.py")):
                    name = path.relative_to(root).as_posix()
                    found[name] = path.read_text(encoding="utf-8")
        return dict(sorted(found.items()))


def _only_code(value: object) -> object:
    if isinstance(value, (Code, int)):
        return value
    if isinstance(value, Undefined):
        str(value)  # which raises what it has to say
    raise TypeError(f"a template prints {value!r}, which went through no escape")


class _Cache(FileSystemBytecodeCache):
    """Compiled templates beside the templates, as Python keeps its own modules.

    Compiling them takes a tenth of a build. Where nothing can be written they are
    compiled each time.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled(folder: Path) -> _Cache | None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return _Cache(str(folder), f"%s.jinja-{version('jinja2')}")
