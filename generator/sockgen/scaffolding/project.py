"""A new project: a document, a configuration, a workflow."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

from sockgen import __version__
from sockgen.rendering import Code, Renderer, literal
from sockgen.scaffolding.steps import Step, write

_CONFIGURATION, _WORKFLOW = "sockgen.toml", ".github/workflows/sockgen.yml"


def start(folder: Path, package: str) -> list[Step]:
    """Write what a project lacks; what is there stays, and is named."""
    steps = [*_steps(folder, package)]
    for step in steps:
        write(step)
    return steps


def _steps(folder: Path, package: str) -> Iterator[Step]:
    renderer = Renderer("project")
    spec = f"specs/{package}.yaml"
    title = literal(package.replace("_", " ").strip().title())
    texts = {
        spec: renderer.render(
            "asyncapi.yaml.jinja", package=Code(package), title=title
        ),
        _CONFIGURATION: renderer.render(
            "sockgen.toml.jinja",
            spec=spec,
            output=f"generated/{package}",
            package=package,
        ),
    }
    for name, text in texts.items():
        path = folder / name
        if name == _CONFIGURATION and _configured(folder):
            said = "has a table for sockgen already, so there is no sockgen.toml"
            yield Step(folder / "pyproject.toml", "kept", said)
        else:
            yield _once(path, text)
    top = _repository(folder)
    yield _once(top / _WORKFLOW, _workflow(renderer, folder, top))
    yield _ignoring(folder / ".gitignore", renderer.render("gitignore.jinja"))


def _once(path: Path, text: str) -> Step:
    if path.exists() or path.is_symlink():
        return Step(path, "kept", "is there already, and stays as it is")
    return Step(path, "written", "written", text.encode())


def _repository(folder: Path) -> Path:
    """The top of the repository that a folder is in; itself if it is in none."""
    for one in folder.resolve().parents:
        if not (folder / ".git").exists() and (one / ".git").exists():
            return Path(os.path.relpath(one))
    return folder


def _workflow(renderer: Renderer, folder: Path, top: Path) -> str:
    """The workflow, which GitHub looks for at the top of a repository only."""
    major, minor, *_ = __version__.split(".")
    inside = folder.resolve().relative_to(top.resolve()).as_posix()
    return renderer.render(
        "workflow.yml.jinja",
        folder="" if inside == "." else literal(inside),
        requirement=literal(f"sockgen=={major}.{minor}.*"),
        always=Code("${{ !cancelled() && steps.install.outcome == 'success' }}"),
        always_of_pull_request=Code(
            "${{ !cancelled() && steps.install.outcome == 'success' "
            "&& github.event_name == 'pull_request' }}"
        ),
        base=Code("origin/${{ github.base_ref }}"),
    )


def _configured(folder: Path) -> bool:
    """Whether pyproject.toml has a table for sockgen; one that is broken may have."""
    path = folder / "pyproject.toml"
    if not path.is_file():
        return False
    text = path.read_bytes()
    try:
        read = tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return b"[tool.sockgen" in text
    tool = read.get("tool")
    return isinstance(tool, dict) and "sockgen" in tool


def _ignoring(path: Path, text: str) -> Step:
    """Add the lines that a .gitignore lacks at its end."""
    if not path.exists():
        return Step(path, "written", "written", text.encode())
    before = path.read_bytes()
    there = {line.strip().strip(b"/") for line in before.splitlines()}
    lacking = [x for x in text.encode().splitlines() if x.strip(b"/") not in there]
    if not lacking:
        return Step(path, "kept", "nothing to add")
    ending = b"\r\n" if b"\r\n" in before else b"\n"
    start = before if not before or before.endswith(b"\n") else before + ending
    after = start + b"".join(line + ending for line in lacking)
    said = f"added {', '.join(line.decode() for line in lacking)}"
    return Step(path, "added", said, after)
