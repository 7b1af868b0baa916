"""Targets and templates of another distribution, really installed beside sockgen."""

import re
import sys
from pathlib import Path

import pytest
from tests.building import files
from tests.outside import call

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "specs" / "petstore.yaml"

MANUAL = ROOT / "docs" / "plugins.md"
ENTRY = 'listing = "acme_target:render"\n'
FAULTY = "missing NUMBER few raising leaving outside binary plain silent".split()
FAULTS = """\
from sockgen.diagnostics import Result

NUMBER = 3


def few(api):
    return Result({})


def raising(api, options):
    raise KeyError("colour")


def leaving(api, options):
    raise SystemExit


def outside(api, options):
    return Result({"../../outside.txt": "here I am"})


def binary(api, options):
    return Result({"logo.png": b"PNG"})


def plain(api, options):
    return {"a.txt": "text"}


def silent(api, options):
    return Result(None)
"""
OTHER_PROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "other-target"
version = "1.0"

[project.entry-points."sockgen.targets"]
twice = "other_target:render"
"""


def write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def shown() -> list[str]:
    """The files of a distribution that the manual shows."""
    return [
        re.findall(rf"^```{language}\n(.*?)^```$", MANUAL.read_text(), re.M | re.S)[0]
        for language in ("toml", "python", "jinja")
    ]


@pytest.fixture(name="sockgen", scope="module")
def _sockgen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install sockgen with two distributions of others; tells where its command is."""
    home = tmp_path_factory.mktemp("third")
    project, target, template = shown()
    announced = 'twice = "acme_target:render"\nabsent = "acme_missing:render"\n'
    announced += "".join(f'{one} = "acme_target.faults:{one}"\n' for one in FAULTY)
    acme = write(
        home / "acme",
        {
            "pyproject.toml": project.replace(ENTRY, ENTRY + announced).replace(
                '["acme_target"]', '["acme_target", "acme_templates"]'
            ),
            "acme_target/__init__.py": target,
            "acme_target/faults.py": FAULTS,
            "acme_target/templates/listing.md.jinja": template,
            "acme_templates/__init__.py": "raise SystemExit('not to be imported')\n",
            "acme_templates/python/README.md.jinja": "# Acme: {{ title | markdown }}\n",
            "acme_templates/listing/listing.md.jinja": "{{ title | markdown }}, ours\n",
        },
    )
    other = write(
        home / "other",
        {
            "pyproject.toml": OTHER_PROJECT,
            "other_target/__init__.py": "def render(api, options): ...\n",
        },
    )
    made = call(sys.executable, "-m", "venv", home / "venv", cwd=home)
    assert made.returncode == 0, made.stderr
    install = (home / "venv/bin/python", "-m", "pip", "install", "-q")
    done = call(*install, ROOT, acme, other, cwd=home)
    assert done.returncode == 0, done.stderr
    return home / "venv" / "bin" / "sockgen"


pytestmark = pytest.mark.slow


def test_its_target_is_found_and_has_templates_of_its_own(
    sockgen: Path, tmp_path: Path
) -> None:
    done = call(sockgen, "build", SPEC, "--target", "listing", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    text = (tmp_path / "generated/petstore-listing/listing.md").read_text()
    assert text.startswith("# Pet Store\n\n- announcement\n- order\n")
    check = ("build", SPEC, "--target", "listing", "--check")
    assert call(sockgen, *check, cwd=tmp_path).returncode == 0


def test_its_templates_are_found_by_the_name_of_its_package(
    sockgen: Path, tmp_path: Path
) -> None:
    targets = ("--target", "python", "--target", "listing")
    given = (*targets, "--templates", "acme_templates")
    done = call(sockgen, "build", SPEC, *given, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = tmp_path / "generated"
    assert (made / "petstore/README.md").read_text() == "# Acme: Pet Store\n"
    assert (made / "petstore/petstore/client.py").read_text().startswith('"""')
    assert (made / "petstore-listing/listing.md").read_text() == "Pet Store, ours\n"

    # The same from a configuration, where nothing lies in a folder of that name.
    project = tmp_path / "project"
    options = 'target = ["python", "listing"]\ntemplates = "acme_templates"\n'
    write(project, {"sockgen.toml": f"{options}[[spec]]\npath = '{SPEC}'\n"})
    assert call(sockgen, "build", cwd=project).returncode == 0
    assert files(project / "generated") == files(made)

    # A folder wins over a package, and a package inside of one is found as well.
    own = {"acme_templates/listing.md.jinja": "mine\n"}
    write(tmp_path, own)
    for name, text in (
        ("acme_templates", "mine\n"),
        ("acme_target.templates", "# Pet"),
    ):
        given = ("--target", "listing", "--templates", name, "--output", name + "-out")
        assert call(sockgen, "build", SPEC, *given, cwd=tmp_path).returncode == 0
        assert (tmp_path / f"{name}-out/listing.md").read_text().startswith(text)


MAKER = "`acme-target 2.1`"


@pytest.mark.parametrize(
    ("target", "code", "said"),
    [
        (
            "absent",
            "SG514",
            f"target `absent` (acme_missing:render) of {MAKER} cannot be",
        ),
        (
            "absent",
            "SG514",
            "loaded: ModuleNotFoundError: No module named 'acme_missing'",
        ),
        ("missing", "SG514", f"of {MAKER} cannot be loaded: AttributeError"),
        ("NUMBER", "SG514", f"of {MAKER} cannot be used: it is a value of type `int`"),
        ("few", "SG514", "it does not take an API and options: too many positional"),
        ("twice", "SG514", f"target `twice`: of {MAKER} and `other-target 1.0`"),
        ("raising", "SG516", f"`raising` of {MAKER} failed with KeyError: 'colour'"),
        ("raising", "SG516", "acme_target/faults.py`"),
        ("leaving", "SG516", f"of {MAKER} failed with SystemExit"),
        ("binary", "SG516", f"of {MAKER} made `logo.png` of a value of type `bytes`"),
        ("plain", "SG516", f"of {MAKER} gave back a value of type `dict`, not a `Res"),
        ("silent", "SG516", f"of {MAKER} gave back no files, and did not say why"),
        ("outside", "SG504", f"the target `outside` is of {MAKER}"),
    ],
)
def test_what_it_does_wrong_is_told_with_its_name(
    target: str, code: str, said: str, sockgen: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    done = call(sockgen, "build", SPEC, "--target", target, cwd=folder)
    assert done.returncode in (1, 2)
    assert f"error[{code}]" in done.stderr
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert files(tmp_path) == {}


def test_what_it_says_stands_at_the_line_of_the_document(
    sockgen: Path, tmp_path: Path
) -> None:
    code, loud = "SG517", tmp_path / "loud.yaml"
    loud.write_text(SPEC.read_text().replace("name: typing", "name: TYPING"))
    [line] = [
        number
        for number, one in enumerate(loud.read_text().splitlines(), start=1)
        if "name: TYPING" in one
    ]
    done = call(sockgen, "build", loud, "--target", "listing", cwd=tmp_path)
    assert done.returncode == 0
    told = f": warning[{code}]: listing: `TYPING` is shouted"
    assert told in done.stderr
    assert f"loud.yaml:{line}:" in done.stderr
    quiet = ("--ignore", code, "--force")
    done = call(sockgen, "build", loud, "--target", "listing", *quiet, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "acme_templates.nowhere",
            "cannot be looked for: SystemExit: not to be imported",
        ),
        ("acme_target.nowhere", "and no package has that name"),
        ("acme_nowhere", "and no package has that name"),
        ("acme-templates", "the folder `acme-templates` does not exist"),
        ("other_target", "the package `other_target` has no templates"),
        ("this", "and it is a module"),
        ("taken", "`taken` is not a folder"),
    ],
)
def test_templates_that_are_not_there_are_told(
    written: str, said: str, sockgen: Path, tmp_path: Path
) -> None:
    write(tmp_path, {"taken": ""})
    done = call(sockgen, "build", SPEC, "--templates", written, cwd=tmp_path)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "README.md.jinja",
            "\n{{ title }}",
            "`templates/README.md.jinja:2`: TypeError: a tem",
        ),
        (
            "README.md.jinja",
            "{% if %}",
            "`templates/README.md.jinja:1`: TemplateSyntaxError",
        ),
        (
            "README.md.jinja",
            "{{ nothing }}",
            "README.md.jinja:1`: UndefinedError: 'nothing' is un",
        ),
        ("pyproject.toml.jinja", "[project", "`pyproject.toml`: TOMLDecodeError: "),
        (
            "client.py.jinja",
            "class :",
            "`petstore/async_client.py`: SyntaxError: invalid",
        ),
    ],
)
def test_a_template_of_the_user_that_is_wrong_is_told(
    name: str, text: str, said: str, sockgen: Path, tmp_path: Path
) -> None:
    write(tmp_path, {f"templates/{name}": text})
    done = call(sockgen, "build", SPEC, "--templates", "templates", cwd=tmp_path)
    assert done.returncode == 2
    code = "SG518"
    assert f"error[{code}]: a template does not work" in done.stderr
    assert said in " ".join(done.stderr.split())
    assert not (tmp_path / "generated").exists()
