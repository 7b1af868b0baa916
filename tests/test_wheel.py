"""The wheel, built from the sdist, installed in a clean place and used there."""

import re
import signal
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.outside import environment, run

ROOT = Path(__file__).parents[1]
PETSTORE = ROOT / "specs" / "petstore.yaml"

pytestmark = pytest.mark.slow


def tree(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


@pytest.fixture(name="dist", scope="module")
def _dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    # Without options, `build` makes the wheel from the sdist it has just made.
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(name="clean", scope="module")
def _clean(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that holds the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    [wheel] = dist.glob("*.whl")
    run(folder / "venv/bin/python", "-m", "pip", "install", "-q", wheel, cwd=folder)
    return folder / "venv" / "bin"


def test_the_wheel_holds_the_package_and_all_templates(dist: Path) -> None:
    [wheel] = dist.glob("*.whl")
    held = {
        one
        for one in zipfile.ZipFile(wheel).namelist()
        if not one.split("/")[0].endswith(".dist-info")
    }
    package = {f"sockgen/{one}" for one in tree(ROOT / "generator/sockgen")}
    templates = {f"sockgen/templates/{one}" for one in tree(ROOT / "templates")}
    wanted = {one for one in package | templates if "cache" not in one}
    assert held == wanted


def test_the_sdist_can_be_read_by_a_person(dist: Path) -> None:
    [sdist] = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {one.split("/", 1)[1] for one in archive.getnames()}
    assert {"README.md", "LICENSE", "pyproject.toml", "specs/petstore.yaml"} <= held


def test_an_installed_sockgen_builds_a_package_that_installs(
    clean: Path, tmp_path: Path
) -> None:
    (tmp_path / "petstore.yaml").write_bytes(PETSTORE.read_bytes())
    run(clean / "sockgen", "build", "petstore.yaml", cwd=tmp_path)
    output = tmp_path / "generated/petstore"

    # The checkout reads its templates from another place than the wheel.
    command = (sys.executable, "-m", "sockgen", "build", "petstore.yaml")
    run(*command, "--output", "from-checkout", cwd=tmp_path)
    assert tree(output) == tree(tmp_path / "from-checkout")

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    install = (clean / "python", "-m", "pip", "install", "-q")
    run(*install, output, cwd=tmp_path)
    code = "import petstore.async_server, petstore.server; print(petstore.__file__)"
    where = run(clean / "python", "-c", code, cwd=elsewhere)
    assert Path(where.strip()).is_relative_to(clean.parent)

    run(*install, "--dry-run", f"{output}[async-client,server,test]", cwd=tmp_path)


def test_an_installed_sockgen_tests_a_server(clean: Path, tmp_path: Path) -> None:
    options = ("--only", "typing", "--report", "report.html")
    said = run(clean / "sockgen", "test", PETSTORE, *options, cwd=tmp_path)
    assert " passed in " in said
    assert "No defect found." in (tmp_path / "report.html").read_text()


def test_an_installed_sockgen_serves_a_mock(clean: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [clean / "sockgen", "mock", PETSTORE, "--port", "0"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(3)]
        [url] = re.findall(r"http://\S+", said[2])
        with urlopen(url) as page:
            assert "<title>Pet Store" in page.read().decode()
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0
