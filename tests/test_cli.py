"""The command as a user runs it: a process, its folders, its exit code."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import sockgen
from sockgen.diagnostics import CODES

PETSTORE = Path(__file__).parents[1] / "specs" / "petstore.yaml"
HEAVY = [
    "datamodel_code_generator",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "pydantic",
    "rich",
    "socketio",
    "uvicorn",
    "yaml",
]
JSON = ("--target", "json")


def run(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    text: str = "",
) -> subprocess.CompletedProcess[str]:
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in {"NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"}
    }
    return subprocess.run(
        [sys.executable, "-m", "sockgen", *arguments],
        cwd=cwd,
        env={**clean, "PYTHONIOENCODING": "utf-8", **(env or {})},
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture(name="spec")
def _spec(tmp_path: Path) -> Path:
    spec = tmp_path / "petstore.yaml"
    spec.write_bytes(PETSTORE.read_bytes())
    return spec


@pytest.fixture(name="broken")
def _broken(tmp_path: Path) -> Path:
    spec = tmp_path / "broken.yaml"
    spec.write_text(PETSTORE.read_text().replace("address: /orders", "adress: /orders"))
    return spec


def contract(tmp_path: Path) -> Path:
    return tmp_path / "generated/petstore-json/contract.json"


def test_build_writes_and_says_what(tmp_path: Path, spec: Path) -> None:
    done = run("build", "petstore.yaml", *JSON, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("wrote generated/petstore-json: 2 files added (")
    assert json.loads(contract(tmp_path).read_text())["title"] == "Pet Store"

    again = run("build", "petstore.yaml", *JSON, cwd=tmp_path)
    assert again.stdout.startswith("generated/petstore-json is up to date: 2 files (")

    spec.write_text(spec.read_text().replace("title: Pet Store", "title: Pets"))
    third = run("build", "petstore.yaml", *JSON, cwd=tmp_path)
    assert third.stdout.startswith("wrote generated/petstore-json: 2 files changed (")
    assert "\n  ~ contract.json\n" in third.stdout


def test_build_takes_a_folder(tmp_path: Path, spec: Path) -> None:
    done = run("build", spec, *JSON, "--output", "deep/er", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "deep/er/contract.json").exists()


def test_check_passes_on_fresh_output_and_shows_a_diff_of_stale(
    tmp_path: Path, spec: Path
) -> None:
    missing = run("build", "--check", spec, *JSON, cwd=tmp_path)
    assert missing.returncode == 1
    assert not (tmp_path / "generated").exists()

    run("build", spec, *JSON, cwd=tmp_path)
    fresh = run("build", "--check", spec, *JSON, cwd=tmp_path)
    assert (fresh.returncode, fresh.stderr) == (0, "")
    assert fresh.stdout == "generated/petstore-json is up to date\n"

    contract(tmp_path).write_text("changed by hand\n")
    stale = run("build", "--check", spec, *JSON, cwd=tmp_path)
    assert stale.returncode == 1
    assert stale.stdout.startswith("--- generated/petstore-json/contract.json\n")
    assert "\n-changed by hand\n" in stale.stdout
    assert "stale: 1 file changed, 1 unchanged" in stale.stderr
    assert contract(tmp_path).read_text() == "changed by hand\n"


def test_what_was_changed_by_hand_needs_force(tmp_path: Path, spec: Path) -> None:
    run("build", spec, *JSON, cwd=tmp_path)
    contract(tmp_path).write_text("mine\n")
    refused = run("build", spec, *JSON, cwd=tmp_path)
    assert refused.returncode == 1
    assert "contract.json was changed by hand" in refused.stderr
    assert "--force" in refused.stderr
    assert contract(tmp_path).read_text() == "mine\n"
    assert run("build", spec, *JSON, "--force", cwd=tmp_path).returncode == 0
    assert contract(tmp_path).read_text().startswith("{")


@pytest.fixture(name="plugin")
def _plugin(tmp_path: Path) -> dict[str, str]:
    """Install a distribution with two targets, one of them broken."""
    site = tmp_path / "site"
    (site / "plugin-1.dist-info").mkdir(parents=True)
    (site / "plugin-1.dist-info/entry_points.txt").write_text(
        "[sockgen.targets]\ntitle = plugin:render\nbroken = plugin:missing\n"
    )
    (site / "plugin.py").write_text(
        "from sockgen.diagnostics import Result\n"
        "def render(api, options):\n"
        "    return Result({'title.txt': api.title + options.package})\n"
    )
    return {"PYTHONPATH": str(site)}


def test_a_target_of_another_distribution_is_found(
    tmp_path: Path, spec: Path, plugin: dict[str, str]
) -> None:
    both = ("--target", "title", *JSON)
    done = run("build", spec, *both, cwd=tmp_path, env=plugin)
    assert (done.returncode, done.stderr) == (0, "")
    title = tmp_path / "generated/petstore-title/title.txt"
    assert title.read_text() == "Pet Storepetstore"
    assert contract(tmp_path).exists()


def test_a_target_that_cannot_be_loaded_is_named(
    tmp_path: Path, spec: Path, plugin: dict[str, str]
) -> None:
    done = run("build", spec, "--target", "broken", cwd=tmp_path, env=plugin)
    assert done.returncode == 2
    told = "target `broken` (plugin:missing) of `plugin` cannot be loaded: "
    assert told in done.stderr


def test_an_error_in_the_document_leaves_the_last_output(
    tmp_path: Path, spec: Path
) -> None:
    run("build", spec, *JSON, cwd=tmp_path)
    before = contract(tmp_path).read_bytes()
    spec.write_text(spec.read_text().replace("address: /orders", "adress: /orders"))
    done = run("build", "petstore.yaml", *JSON, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "petstore.yaml:" in done.stderr
    assert contract(tmp_path).read_bytes() == before


def test_validate_accepts_the_pet_store(spec: Path) -> None:
    done = run("validate", spec)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{spec}: nothing is wrong\n"


def test_validate_shows_place_and_line(tmp_path: Path, broken: Path) -> None:
    done = run("validate", "broken.yaml", cwd=tmp_path)
    line = broken.read_text().splitlines().index("    adress: /orders") + 1
    assert done.returncode == 1
    assert f"broken.yaml:{line}:5: error[SG2" in done.stdout
    snippet = f"{line} |     adress: /orders\n   |     ^^^^^^\n"
    assert snippet in done.stdout
    assert "`address`" in done.stdout
    assert "\x1b" not in done.stdout


def test_validate_has_forms_for_tools(tmp_path: Path, broken: Path) -> None:
    concise = run("validate", "--format", "concise", "broken.yaml", cwd=tmp_path)
    content = json.loads(run("validate", "--format", "json", broken).stdout)
    assert concise.returncode == 1
    assert len(concise.stdout.splitlines()) == len(content["diagnostics"])
    assert content["summary"]["errors"] >= 1


def test_validate_takes_several_documents(
    tmp_path: Path, spec: Path, broken: Path
) -> None:
    fine = tmp_path / "fine.yaml"
    fine.write_bytes(spec.read_bytes())
    names = ("petstore.yaml", "fine.yaml")
    done = run("validate", *names, *names, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout == "".join(f"{name}: nothing is wrong\n" for name in names)
    mixed = run("validate", *names, "broken.yaml", "--format", "json", cwd=tmp_path)
    content = json.loads(mixed.stdout)
    assert mixed.returncode == 1
    assert {one["file"] for one in content["diagnostics"]} == {"broken.yaml"}


def test_validate_reads_the_standard_input(spec: Path, broken: Path) -> None:
    fine = run("validate", "-", text=spec.read_text())
    assert (fine.returncode, fine.stdout) == (0, "<stdin>: nothing is wrong\n")
    wrong = run("validate", "--format", "concise", "-", text=broken.read_text())
    assert wrong.returncode == 1
    assert re.match(r"<stdin>:\d+:5: error\[SG207\]: ", wrong.stdout)


def test_validate_counts_what_is_ignored(spec: Path) -> None:
    others = run("validate", "--ignore", "SG306", spec)
    assert others.stdout == f"{spec}: nothing is wrong\n"
    text = spec.read_text().replace("info:", "info:\n  colour: red\n  size: 1", 1)
    spec.write_text(text)
    ignoring = run("validate", "--ignore", "SG207", spec)
    assert ignoring.returncode == 0
    assert ignoring.stdout == f"{spec}: nothing is wrong besides 2 ignored\n"
    unseen = run("validate", "--ignore", "SG2", "-", text=text)
    assert unseen.stdout == "<stdin>: nothing is wrong besides what is ignored\n"


def test_inspect_reads_the_standard_input_and_build_says_why_not(spec: Path) -> None:
    read = run("inspect", "-", text=spec.read_text())
    assert (read.returncode, read.stdout) == (0, run("inspect", spec).stdout)
    refused = run("build", "-", text=spec.read_text())
    assert refused.returncode == 2
    assert "A build needs a file" in refused.stderr


@pytest.mark.parametrize("command", ["validate", "build", "inspect"])
def test_every_command_has_every_format(
    tmp_path: Path, broken: Path, command: str
) -> None:
    starts = {
        "text": "broken.yaml:",
        "concise": "broken.yaml:",
        "json": '{\n  "diagnostics"',
        "sarif": '{\n  "$schema"',
        "github": "::error file=broken.yaml,line=",
    }
    for form, start in starts.items():
        done = run(command, "--format", form, "broken.yaml", cwd=tmp_path)
        assert done.returncode == 1
        out = command == "validate" or form == "json"
        assert (done.stdout if out else done.stderr).startswith(start)
    assert not (tmp_path / "generated").exists()


def test_tools_get_paths_from_the_folder_that_sockgen_is_called_in(
    tmp_path: Path, broken: Path
) -> None:
    below = tmp_path / "below"
    below.mkdir()
    github = ("validate", "--format", "github", broken)
    sarif = ("validate", "--format", "sarif", broken)
    assert run(*github, cwd=tmp_path).stdout.startswith("::error file=broken.yaml,")
    assert '"uri": "broken.yaml"' in run(*sarif, cwd=tmp_path).stdout
    assert f'"uri": "file://{broken}"' in run(*sarif, cwd=below).stdout


def test_explain_shows_the_page_of_a_code() -> None:
    done = run("explain", "sg207")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("SG207: an unknown key\nerror; it can be ignored")
    assert "\nWhy it matters\n" in done.stdout
    assert "\nWrong\n    channels:\n      chat:\n" in done.stdout
    assert "sumary" in done.stdout.partition("\nRight\n")[0]
    assert "\x1b" not in done.stdout
    assert all(len(line) <= 88 for line in done.stdout.splitlines())
    assert "\x1b[1mSG207" in run("explain", "SG207", env={"FORCE_COLOR": "1"}).stdout


def test_explain_lists_every_code() -> None:
    done = run("explain")
    listed = re.findall(r"^  (SG\d{3})  (\w+) +(.+)$", done.stdout, re.MULTILINE)
    assert listed == [(one.id, one.severity.value, one.title) for one in CODES.values()]


def test_explain_has_json() -> None:
    one = json.loads(run("explain", "SG301", "--format", "json").stdout)
    keys = ["code", "title", "severity", "stops", "says", "why", "wrong", "right"]
    assert (list(one), one["code"], one["stops"]) == (keys, "SG301", False)
    every = json.loads(run("explain", "--format", "json").stdout)
    assert [one["code"] for one in every] == list(CODES)
    assert one in every


def test_explain_names_the_nearest_code() -> None:
    done = run("explain", "SG2O7")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no code SG2O7" in done.stderr
    assert "did you mean SG207, an unknown key?" in done.stderr


def test_the_page_about_checking_tells_the_truth(tmp_path: Path) -> None:
    docs = Path(__file__).parents[1] / "docs"
    page = (docs / "checking.md").read_text(encoding="utf-8")
    dialect = (docs / "dialect.md").read_text(encoding="utf-8")
    [cafe] = re.findall(r"```yaml\n(# cafe.yaml\n.*?)```", dialect, re.DOTALL)
    (tmp_path / "cafe.yaml").write_text(
        cafe.replace("address: /counter", "adress: /counter"), encoding="utf-8"
    )
    [shown] = re.findall(r"```console\n\$ (.*?)\n(.*?)```", page, re.DOTALL)
    assert run(*shown[0].split()[1:], cwd=tmp_path).stdout == shown[1]
    said = json.loads(
        run("validate", "--format", "json", tmp_path / "cafe.yaml").stdout
    )
    for key in (*said, *said["summary"], *said["diagnostics"][0]):
        assert f"`{key}`" in page


def test_inspect_lists_every_event(spec: Path) -> None:
    table = run("inspect", spec)
    assert (table.returncode, table.stderr) == (0, "")
    text = run("inspect", "--format", "json", spec).stdout
    sections = table.stdout.split("\nnamespace ")[1:]
    for namespace, section in zip(
        json.loads(text)["namespaces"], sections, strict=True
    ):
        name, *lines = section.splitlines()
        assert name == namespace["name"]
        for event in namespace["events"]:
            marked = r" \(ordered\)" if event["ordered"] else ""
            row = rf"  {event['name']}{marked} +{event['direction']} .*"
            assert any(re.fullmatch(row, line) for line in lines), row
    assert "  security: jwt, bearer in auth token\n" in table.stdout
    assert "  room user: user-{userId}\n" in table.stdout
    assert "OrderAck | orderRejected within 10 s " in table.stdout


def test_inspect_prints_what_the_json_target_writes(tmp_path: Path, spec: Path) -> None:
    run("build", spec, *JSON, cwd=tmp_path)
    done = run("inspect", "--format", "json", spec)
    assert done.stdout == contract(tmp_path).read_text()


def test_the_name_of_a_document_becomes_a_folder(tmp_path: Path) -> None:
    for name, folder in {
        "Pet Store-2.0.yaml": "pet_store_2_0",
        "2024.yaml": "api_2024",
        "json.yaml": "json_api",
        "class.yaml": "class_api",
        "socketio.yaml": "socketio_api",
        "été.yaml": "ete",
        "値段.yaml": "api",
    }.items():
        (tmp_path / name).write_bytes(PETSTORE.read_bytes())
        assert run("build", name, *JSON, cwd=tmp_path).returncode == 0
        assert (tmp_path / "generated" / f"{folder}-json").is_dir(), name


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "missing.yaml"], "'missing.yaml' does not exist"),
        (["build", "."], "is a directory"),
        (["build", "--no-config"], "no document is named"),
        (["biuld", "petstore.yaml"], "No such command 'biuld'"),
        (["build", "petstore.yaml", "--target", "jsno"], "did you mean `json`?"),
        (["build", "petstore.yaml", "--package", "a-b"], "`a-b` is not a name"),
        (["build", "petstore.yaml", "--package", ""], "`` is not a name"),
        (["build", "petstore.yaml", "--package", "class"], "a word of Python"),
        (["build", "petstore.yaml", "--package", "json"], "would hide the module"),
        (["build", "petstore.yaml", "--perspective", "x"], "Invalid value"),
        (["build", "petstore.yaml", "--templates", "no"], "does not exist"),
        (
            ["build", "petstore.yaml", *JSON, "-t", "python", "-o", "out"],
            "--output is one folder",
        ),
        (["build", "petstore.yaml", *JSON, "-o", "petstore.yaml"], "it is a file"),
        (["build", "petstore.yaml", *JSON, "-o", "/dev/null/x"], "cannot be written"),
    ],
)
def test_a_wrong_call_is_explained(
    tmp_path: Path, spec: Path, arguments: list[str], words: str
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == [spec]


def test_version_and_help() -> None:
    version = run("--version")
    assert version.stdout == f"sockgen, version {sockgen.__version__}\n"
    for command in ([], ["build"], ["validate"], ["inspect"], ["explain"]):
        done = run(*command, "--help")
        assert done.returncode == 0
        assert "Examples:" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["build", "--help"], ["explain"], ["explain", "SG204"]],
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert imported("inspect", "--help") >= {"click", "sockgen"}
    assert imported(*arguments) & set(HEAVY) == set()


def test_the_version_imports_no_command() -> None:
    command = (sys.executable, "-X", "importtime", "-m", "sockgen", "--version")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    ours = set(re.findall(r"sockgen\.\S+", done.stderr))
    assert "sockgen.cli.main" in ours
    assert not ours & {"sockgen.cli.build", "sockgen.cli.report", "sockgen.diagnostics"}


@pytest.mark.parametrize("command", ["validate", "inspect"])
def test_reading_a_document_imports_no_generator(command: str, spec: Path) -> None:
    """Nor the validator in Python: it only words what another has found."""
    loaded = imported(command, str(spec))
    assert "jsonschema_rs" in loaded
    assert not loaded & {"datamodel_code_generator", "pydantic", "jinja2", "jsonschema"}


def test_a_build_does_import_what_is_heavy(spec: Path, tmp_path: Path) -> None:
    loaded = imported("build", str(spec), "--output", str(tmp_path / "out"))
    assert {"datamodel_code_generator", "pydantic", "jinja2"} <= loaded


def imported(*arguments: str) -> set[str]:
    """The packages that a command imports."""
    command = (sys.executable, "-X", "importtime", "-m", "sockgen", *arguments)
    done = subprocess.run(command, capture_output=True, text=True)
    lines = (
        line for line in done.stderr.splitlines() if line.startswith("import time:")
    )
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_output_that_knows_no_arrows_does_not_crash(spec: Path) -> None:
    done = run("inspect", spec, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "client ? server" in done.stdout


def test_a_reader_that_leaves_early_hears_no_complaint(spec: Path) -> None:
    command = (sys.executable, "-m", "sockgen", "inspect", "--format", "json", spec)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_ctrl_c_is_quiet(tmp_path: Path) -> None:
    pipe = tmp_path / "endless.yaml"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "sockgen", "validate", str(pipe)]
    # Opening a pipe waits for the other side: then sockgen is reading.
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE) as process,
        pipe.open("wb"),
    ):
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 130


def test_a_bug_is_called_a_bug(tmp_path: Path, spec: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import sockgen.targets.json as target\n"
        "def render(api, options):\n    raise RuntimeError('boom\\x1b[2J')\n"
        "target.render = render\n"
    )
    done = run("build", spec, *JSON, cwd=tmp_path, env={"PYTHONPATH": str(site)})
    assert done.returncode == 70
    assert "RuntimeError: boom\\x1b[2J" in done.stderr
    assert "This is a bug in sockgen" in done.stderr
    assert not (tmp_path / "generated").exists()


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"CLICOLOR": "0"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colour_in_a_terminal(
    broken: Path, env: dict[str, str], coloured: bool
) -> None:
    ours, theirs = pty.openpty()
    command = (sys.executable, "-m", "sockgen", "validate", broken)
    clean = {"PATH": os.environ["PATH"], "TERM": "xterm", **env}
    subprocess.run(command, stdout=theirs, stdin=theirs, env=clean, check=False)
    os.close(theirs)
    text = os.read(ours, 1 << 16)
    os.close(ours)
    assert b"error" in text
    assert (b"\x1b[" in text) is coloured


def test_colour_in_a_pipe_only_when_forced(broken: Path) -> None:
    assert "\x1b[" not in run("validate", broken).stdout
    assert "\x1b[" in run("validate", broken, env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[" in run("validate", broken, env={"CLICOLOR_FORCE": "1"}).stdout
