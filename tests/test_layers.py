"""The layers of the architecture: an import points to a lower layer only.

Rooms of one row may know one another; targets may not. An import hides in a
function only where that keeps start-up fast, and then it is listed here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "generator" / "sockgen"
LAYERS = [
    {"", "diagnostics"},
    {"source", "contract"},
    {"document"},
    {"reading"},
    {"naming", "rendering", "sampling"},
    {"targets"},
    {"output"},
    {"pipeline"},
    {"staging", "mock", "testing", "comparing", "scaffolding"},
    {"config", "cli", "__main__"},
]
APART = [{"source", "contract"}]
LATE = {
    "cli": "click itself, so that Ctrl-C is heard before it is there",
    "cli.build": "the stages, when the command runs and not for --help",
    "cli.completion": "the scripts of click, likewise",
    "cli.diff": "the stages, likewise",
    "cli.ending": "what only a call needs that fails",
    "cli.document": "the stages, likewise",
    "cli.init": "the stages and libcst, when the command runs",
    "cli.inspect": "the stages and rich, likewise",
    "cli.mock": "the stages and uvicorn, likewise",
    "cli.completing": "the stages, when a shell asks for what is in a document",
    "cli.paths": "difflib, which only a wrong path needs",
    "cli.options": "the stages, which a configuration knows, likewise",
    "cli.planning": "processes, which only several documents have",
    "cli.scaffold": "the stages and libcst, likewise",
    "cli.test": "the stages, pytest and rich, likewise",
    "cli.voice": "the log, which only --verbose hears",
    "cli.templates": "the stages, which a configuration knows, likewise",
    "cli.validate": "the stages, likewise",
    "document.explain": "jsonschema, which only a wrong document needs",
    "targets.python.generation": "datamodel-code-generator, which is slow to import",
    "targets.python.patterns": "pydantic's core, which comes with it",
}
RANK = {room: rank for rank, row in enumerate(LAYERS) for room in row}
MODULES = sorted(ROOT.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(tree: ast.AST, late: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield every name that a module imports, and whether a function hides it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole package"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", late
        else:
            inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from imports(node, late or inside)


def problem(module: str, imported: str) -> str | None:
    package, *path = imported.split(".")
    if package != "sockgen":
        return None
    room, other = module.split(".")[0], path[0] if path and path[0] in RANK else ""
    if room == other == "targets":
        here, there = module.split(".")[1:2], path[1:2]
        seam = not (ROOT / "targets" / there[0]).is_dir()
        return None if seam or here == there else "targets do not know one another"
    if room == other:
        return None
    if RANK[other] > RANK[room]:
        return f"`{other}` is a higher layer than `{room}`"
    apart = RANK[other] == RANK[room] and {room, other} in APART
    return f"`{room}` and `{other}` stand side by side" if apart else None


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_downwards(path: Path) -> None:
    module = name_of(path)
    assert module.split(".")[0] in RANK, "a room that the table does not know"
    for imported, late in imports(ast.parse(path.read_bytes())):
        assert problem(module, imported) is None, f"{module} imports {imported}"
        assert not late or module in LATE, f"{module} hides its import of {imported}"


def test_every_exception_is_needed() -> None:
    for module in LATE:
        path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
        path = path if path.exists() else path.with_suffix("") / "__init__.py"
        found = imports(ast.parse(path.read_bytes()))
        assert any(late for _, late in found), f"{module} hides no import any more"


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("diagnostics.model", "sockgen.contract.Api"),
        ("contract.model", "sockgen.source.Source"),
        ("reading.read", "sockgen.targets.python.render"),
        ("targets.python.view", "sockgen.targets.json.to_text"),
        ("targets", "sockgen.targets.python.render"),
        ("targets.python.view", "sockgen.output.write"),
        ("pipeline", "sockgen.config.configure"),
    ],
)
def test_the_test_can_fail(module: str, imported: str) -> None:
    assert problem(module, imported) is not None
