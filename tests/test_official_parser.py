"""The parser of the AsyncAPI initiative accepts what we show as an example.

It needs Node, and `npm install --prefix tests/node`.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = Path(__file__).parent / "node"
SPECS = sorted((NODE.parents[1] / "specs").glob("*.yaml"))
BROKEN = "asyncapi: 3.0.0\ninfo: {title: A document without a version}\n"

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed"),
    pytest.mark.skipif(
        not (NODE / "node_modules" / "@asyncapi" / "parser").is_dir(),
        reason="no @asyncapi/parser: run npm install --prefix tests/node",
    ),
]


def errors(spec: Path) -> list[str]:
    done = subprocess.run(
        ["node", "parse.js", spec],
        cwd=NODE,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    found: list[dict[str, str]] = json.loads(done.stdout)
    return [
        f"{spec.name}:{one['line']}: {one['message']} ({one['path']})"
        for one in found
        if one["severity"] == "error"
    ]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_it_finds_no_error(spec: Path) -> None:
    assert errors(spec) == []


def test_it_finds_the_error_of_a_broken_document(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(BROKEN)
    assert errors(broken) != []
