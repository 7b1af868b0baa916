"""A new project: a document, a configuration, a workflow."""

from collections.abc import Iterator
from pathlib import Path

from sockgen import __version__
from sockgen.rendering import Code, Renderer, literal
from sockgen.scaffolding.steps import Step, write

_CONFIGURATION, _TABLE = "sockgen.toml", b"[tool.sockgen"


def start(folder: Path, package: str) -> list[Step]:
    """Write what a project lacks; what is there stays, and is named."""
    steps = [*_steps(folder, package)]
    for step in steps:
        write(step)
    return steps


def _steps(folder: Path, package: str) -> Iterator[Step]:
    renderer = Renderer("project")
    spec = f"specs/{package}.yaml"
    major, minor, *_ = __version__.split(".")
    requirement = literal(f"sockgen=={major}.{minor}.*")
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
        ".github/workflows/sockgen.yml": renderer.render(
            "workflow.yml.jinja", spec=Code(spec), requirement=requirement
        ),
    }
    for name, text in texts.items():
        path = folder / name
        if name == _CONFIGURATION and _configured(folder):
            said = "has a table for sockgen already, so there is no sockgen.toml"
            yield Step(folder / "pyproject.toml", "kept", said)
        elif path.exists() or path.is_symlink():
            yield Step(path, "kept", "is there already, and stays as it is")
        else:
            yield Step(path, "written", "written", text.encode())
    yield _ignoring(folder / ".gitignore", renderer.render("gitignore.jinja"))


def _configured(folder: Path) -> bool:
    path = folder / "pyproject.toml"
    return path.is_file() and _TABLE in path.read_bytes()


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
