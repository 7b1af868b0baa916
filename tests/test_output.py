"""A set of files meets a folder: what is written, what is kept, what is refused."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from sockgen.diagnostics import Result
from sockgen.output import (
    MANIFEST,
    Changes,
    Origin,
    Plan,
    compare,
    difference,
    whole,
    write,
)
from sockgen.output import exchange as exchanging

ORIGIN = Origin("petstore.yaml", "asyncapi: 3.0.0\n", {"target": "python"})
FILES = {"a.py": "a = 1\n", "pkg/b.py": "b = 1\n", "pkg/deep/c.py": "c = 1\n"}


def build(
    folder: Path,
    files: dict[str, str],
    *,
    force: bool = False,
    origin: Origin = ORIGIN,
) -> Changes:
    written = planned(write(planned(compare(folder, files, origin, force=force))))
    return written.changes


def planned(result: Result[Plan]) -> Plan:
    assert result.diagnostics == ()
    assert result.value is not None
    return result.value


def refusals(
    folder: Path, files: dict[str, str], *, force: bool = False
) -> list[tuple[str, str]]:
    """Compare and return what was refused, as code and message."""
    result = compare(folder, files, ORIGIN, force=force)
    assert result.value is None
    return [(one.code, one.message) for one in result.diagnostics]


def tree(folder: Path) -> dict[str, str]:
    return {
        one.relative_to(folder).as_posix(): one.read_text()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and one.name != MANIFEST
    }


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """All that is on disk, with times, so that any write shows."""
    return {
        one.relative_to(folder).as_posix(): (
            b"" if one.is_dir() else one.read_bytes(),
            0 if one.is_dir() else one.stat().st_mtime_ns,
        )
        for one in folder.rglob("*")
    }


def test_a_first_build_writes_everything(tmp_path: Path) -> None:
    changes = build(tmp_path / "new" / "out", FILES)
    assert changes.added == (MANIFEST, *FILES)
    assert tree(tmp_path / "new" / "out") == FILES


def test_a_file_has_the_mode_that_any_new_file_has(tmp_path: Path) -> None:
    build(tmp_path / "out", FILES)
    (tmp_path / "plain").write_text("")
    (tmp_path / "folder").mkdir()
    assert (tmp_path / "out/a.py").stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "folder").stat().st_mode


def test_the_same_build_again_touches_nothing(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    before = snapshot(tmp_path)
    changes = build(tmp_path, FILES)
    assert not changes
    assert changes.unchanged == (MANIFEST, *FILES)
    assert snapshot(tmp_path) == before


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    before = snapshot(tmp_path)
    changes = build(tmp_path, {**FILES, "a.py": "a = 2\n"})
    assert changes.changed == (MANIFEST, "a.py")
    after = snapshot(tmp_path)
    assert {path for path in after if after[path] != before[path]} == {MANIFEST, "a.py"}


def test_line_breaks_are_always_newlines(tmp_path: Path) -> None:
    build(tmp_path, {"a.txt": "one\r\ntwo\rthree\n"})
    assert (tmp_path / "a.txt").read_bytes() == b"one\ntwo\nthree\n"


def test_the_manifest_says_what_was_written_and_from_what(tmp_path: Path) -> None:
    build(tmp_path, {"a.py": "a = 1\n"})
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    assert manifest["source"]["file"] == "petstore.yaml"
    assert manifest["options"] == {"target": "python"}
    assert list(manifest["files"]) == ["a.py"]
    assert "earlier" not in manifest


def test_what_is_no_longer_made_goes_with_its_empty_folders(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    cache = tmp_path / "pkg/deep/__pycache__"
    cache.mkdir()
    (cache / "c.cpython-311.pyc").write_bytes(b"")
    changes = build(tmp_path, {"a.py": "a = 1\n"})
    assert changes.removed == ("pkg/b.py", "pkg/deep/c.py")
    assert sorted(one.name for one in tmp_path.iterdir()) == [MANIFEST, "a.py"]


def test_files_of_the_user_stay(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    (tmp_path / "pkg/deep/mine.txt").write_text("mine")
    (tmp_path / "pkg/deep/__pycache__").mkdir()
    (tmp_path / "pkg/deep/__pycache__/mine.pyc").write_bytes(b"")
    build(tmp_path, {})
    assert tree(tmp_path) == {
        "pkg/deep/mine.txt": "mine",
        "pkg/deep/__pycache__/mine.pyc": "",
    }


def test_a_file_changed_by_hand_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    (tmp_path / "pkg/b.py").write_text("b = 'mine'\n")
    before = snapshot(tmp_path)
    new = {path: text.replace("1", "2") for path, text in FILES.items()}
    assert refusals(tmp_path, new) == [
        ("SG501", f"{tmp_path}/pkg/b.py was changed by hand")
    ]
    assert snapshot(tmp_path) == before
    build(tmp_path, new, force=True)
    assert tree(tmp_path) == new


def test_a_file_changed_by_hand_is_not_pruned_either(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    (tmp_path / "pkg/b.py").write_text("b = 'mine'\n")
    assert refusals(tmp_path, {"a.py": "a = 1\n"}) == [
        ("SG501", f"{tmp_path}/pkg/b.py was changed by hand")
    ]
    build(tmp_path, {"a.py": "a = 1\n"}, force=True)
    assert tree(tmp_path) == {"a.py": "a = 1\n"}


def test_line_endings_of_a_checkout_are_no_change_by_hand(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    (tmp_path / "a.py").write_bytes(b"a = 1\r\n")
    assert build(tmp_path, {**FILES, "a.py": "a = 2\n"}).changed == (MANIFEST, "a.py")


def test_a_change_by_hand_that_comes_to_the_same_is_fine(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    (tmp_path / "a.py").write_text("a = 2\n")
    assert "a.py" in build(tmp_path, {**FILES, "a.py": "a = 2\n"}).unchanged


def test_a_file_that_went_missing_comes_back(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    (tmp_path / "a.py").unlink()
    assert build(tmp_path, FILES).added == ("a.py",)


def test_a_foreign_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("mine\n")
    assert refusals(tmp_path, FILES) == [
        ("SG502", f"{tmp_path}/a.py is in the way: sockgen did not write it")
    ]
    assert tree(tmp_path) == {"a.py": "mine\n"}
    build(tmp_path, FILES, force=True)
    assert tree(tmp_path) == FILES


def test_a_file_can_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    build(tmp_path, {"x": "file", "y/z/deep.py": "deep"})
    (tmp_path / "y/z/__pycache__").mkdir()
    (tmp_path / "y/z/__pycache__/deep.pyc").write_bytes(b"")
    build(tmp_path, {"x/inner.py": "inner", "y": "file"})
    assert tree(tmp_path) == {"x/inner.py": "inner", "y": "file"}


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_of_the_user_is_in_the_way(tmp_path: Path, force: bool) -> None:
    (tmp_path / "a.py").mkdir()
    (tmp_path / "a.py/mine").write_text("mine")
    assert refusals(tmp_path, FILES, force=force) == [
        ("SG502", f"{tmp_path}/a.py is a folder, where a.py is to be")
    ]


@pytest.mark.parametrize("force", [False, True])
def test_a_file_of_the_user_is_in_the_way_of_a_folder(
    tmp_path: Path, force: bool
) -> None:
    (tmp_path / "pkg").write_text("mine")
    assert refusals(tmp_path, {"pkg/b.py": ""}, force=force) == [
        ("SG502", f"{tmp_path}/pkg is a file, where pkg/b.py is to be")
    ]


def test_a_file_that_replaced_a_folder_of_ours_stays(tmp_path: Path) -> None:
    build(tmp_path, {"pkg/b.py": ""})
    (tmp_path / "pkg/b.py").unlink()
    (tmp_path / "pkg").rmdir()
    (tmp_path / "pkg").write_text("mine")
    build(tmp_path, {}, force=True)
    assert tree(tmp_path) == {"pkg": "mine"}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(("link", "path"), [("pkg", "pkg/b.py"), ("a.py", "a.py")])
def test_a_symbolic_link_is_never_followed(
    tmp_path: Path, link: str, path: str, force: bool
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / link).symlink_to(outside)
    assert refusals(tmp_path / "out", {path: "x\n"}, force=force) == [
        ("SG502", f"{tmp_path}/out/{link} is a symbolic link, where {path} is to be")
    ]
    assert list(outside.iterdir()) == []


def test_pruning_follows_no_symbolic_link(tmp_path: Path) -> None:
    build(tmp_path / "out", FILES)
    (tmp_path / "out/pkg").rename(tmp_path / "elsewhere")
    (tmp_path / "out/pkg").symlink_to(tmp_path / "elsewhere")
    build(tmp_path / "out", {"a.py": "a = 1\n"}, force=True)
    assert (tmp_path / "elsewhere/b.py").exists()


@pytest.mark.parametrize(
    "path",
    [
        "../a.py",
        "/a.py",
        "pkg/../../a.py",
        "pkg//a.py",
        "./a.py",
        "",
        "a.py/",
        "pkg\\a.py",
        "C:a.py",
        "a\n.py",
        "a\x00.py",
        "a\udc80.py",
        "a.",
        MANIFEST,
    ],
)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    [(code, message)] = refusals(tmp_path / "out", {path: "x"}, force=True)
    assert (code, message) == ("SG504", f"a target may not write {path!r}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("paths", [("a.py", "A.py"), ("a", "a/b")])
def test_two_files_at_one_place_are_refused(
    tmp_path: Path, paths: tuple[str, str]
) -> None:
    [(code, _)] = refusals(tmp_path, dict.fromkeys(paths, "x"))
    assert code == "SG504"


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"\xff",
        b"[]",
        b'{"files": []}',
        b'{"files": {"../outside.txt": "00"}}',
        b'{"files": {"/etc/passwd": "00"}}',
        b'{"files": {"a.py": 1}}',
    ],
)
def test_a_damaged_manifest_stops_the_build(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    [(code, message)] = refusals(tmp_path, FILES)
    assert code == "SG503"
    assert message.startswith(f"{tmp_path}/{MANIFEST} cannot be read: ")
    build(tmp_path, FILES, force=True)
    assert not build(tmp_path, FILES)


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_a_manifest_that_git_could_not_merge_counts_on_both_sides(
    tmp_path: Path, style: str
) -> None:
    """Each branch has built again, and files of either go or are replaced."""
    out, base = tmp_path / "out", {**FILES, "gone.py": "gone = 1\n"}
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(tmp_path)]

    def called(*words: str) -> int:
        return subprocess.run(
            [*git, *words], check=False, capture_output=True
        ).returncode

    def committed(files: dict[str, str]) -> None:
        build(out, files, origin=replace(ORIGIN, text=repr(files)))
        assert called("add", "-A") == called("commit", "-qm", "built") == 0

    called("init", "-q", "-b", "main")
    committed(base)
    called("checkout", "-qb", "other")
    committed({**base, "pkg/b.py": "b = 2\n", "theirs.py": "t = 1\n"})
    called("checkout", "-q", "main")
    committed({**base, "a.py": "a = 2\n"})
    assert called("-c", f"merge.conflictStyle={style}", "merge", "other") == 1
    merged = {**FILES, "a.py": "a = 3\n", "pkg/b.py": "b = 2\n"}
    (out / "pkg/deep/c.py").write_text("mine\n")
    assert [one for one, _ in refusals(out, merged)] == ["SG501"]
    (out / "pkg/deep/c.py").write_text(FILES["pkg/deep/c.py"])
    build(out, merged)
    assert tree(out) == merged


def test_a_link_for_a_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("{}")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / MANIFEST).symlink_to(tmp_path / "victim")
    assert refusals(tmp_path / "out", FILES)[0][0] == "SG503"
    build(tmp_path / "out", FILES, force=True)
    assert (tmp_path / "victim").read_text() == "{}"


def test_an_output_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    assert refusals(tmp_path / "out", FILES, force=True) == [
        ("SG511", f"{tmp_path}/out is to be the output folder, and it is a file")
    ]
    assert refusals(tmp_path / "out/deeper", FILES)[0][0] == "SG511"


def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    place = tmp_path
    if os.geteuid() == 0:  # may write everywhere, but for where the kernel forbids it
        place = Path("/sys/kernel")
    tmp_path.chmod(0o555)
    result = write(planned(compare(place / "out", FILES, ORIGIN)))
    tmp_path.chmod(0o755)
    [problem] = result.diagnostics
    assert problem.code == "SG511"
    assert "denied" in problem.message or "not permitted" in problem.message


WITH_FULL_DISK = """
import resource, sys
from pathlib import Path
from sockgen.output import Origin, compare, write
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
files = {"a.py": "a = 2\\n", "pkg/big.py": "x" * 5000}
plan = compare(Path(sys.argv[1]), files, Origin("f", "")).value
[problem] = write(plan).diagnostics
print(problem.code, problem.message)
"""


def test_a_full_disk_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    build(tmp_path, FILES)
    before = snapshot(tmp_path)
    command = [sys.executable, "-c", WITH_FULL_DISK, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"SG511 {tmp_path} cannot be written: File too large\n"
    assert snapshot(tmp_path) == before


NEW = {"a.py": "a = 2\n", "new/d.py": "d = 2\n", "pkg/b.py": "b = 2\n"}


@pytest.fixture(name="failing_rename")
def _failing_rename(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let the renames fail after so many of them, for what no disk does on demand."""
    left = [0]
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(5, "Input/output error", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    yield left
    assert left[0] < 0, "the build renames less often than the test believes"


@pytest.fixture(name="file_by_file")
def _file_by_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that cannot have two folders change places."""

    def cannot(one: Path, other: Path) -> None:
        raise exchanging.Unsupported

    monkeypatch.setattr(whole, "exchange", cannot)


@pytest.mark.parametrize("count", range(4))
def test_a_failure_half_way_is_undone(
    tmp_path: Path, count: int, failing_rename: list[int]
) -> None:
    check_that_a_failure_is_undone(tmp_path / "out", count, failing_rename)
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("file_by_file")
@pytest.mark.parametrize("count", range(4, 9))
def test_a_failure_between_two_files_is_undone(
    tmp_path: Path, count: int, failing_rename: list[int]
) -> None:
    check_that_a_failure_is_undone(tmp_path / "out", count, failing_rename)


def check_that_a_failure_is_undone(
    folder: Path, count: int, failing_rename: list[int]
) -> None:
    failing_rename[0] = 99
    build(folder, FILES)
    before = snapshot(folder)
    failing_rename[0] = count
    [problem] = write(planned(compare(folder, NEW, ORIGIN))).diagnostics
    assert problem.code == "SG511"
    assert "Input/output error" in problem.message
    assert snapshot(folder) == before


def test_a_failed_first_build_leaves_no_folder(
    tmp_path: Path, failing_rename: list[int]
) -> None:
    failing_rename[0] = 2
    assert write(planned(compare(tmp_path / "x/out", FILES, ORIGIN))).value is None
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, sys
from pathlib import Path
from sockgen.output import Origin, compare, exchange, whole, write
def cannot(one, other):
    raise exchange.Unsupported
whole.exchange = cannot
count, real = int(sys.argv[2]), Path.replace
def replace(self, target):
    global count
    count -= 1
    if count < 0:
        os._exit(9)
    return real(self, target)
Path.replace = replace
files = {"a.py": "a = 2\\n", "new/d.py": "d = 2\\n", "pkg/b.py": "b = 2\\n"}
write(compare(Path(sys.argv[1]), files, Origin("petstore.yaml", "")).value)
"""


@pytest.mark.usefixtures("file_by_file")
@pytest.mark.parametrize("count", range(4, 9))
def test_after_a_kill_the_next_build_needs_no_force(tmp_path: Path, count: int) -> None:
    build(tmp_path, FILES)
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(count)]
    assert subprocess.run(command, check=False).returncode == 9
    third = {"a.py": "a = 3\n", "pkg/deep/c.py": "c = 3\n"}
    build(tmp_path, third)
    assert tree(tmp_path) == third
    assert not list(tmp_path.glob(".sockgen-stage-*"))


BACK_AND_FORTH = """
import itertools, json, sys
from pathlib import Path
from sockgen.output import Origin, compare, write
folder, turns, count = Path(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])
print("begins", flush=True)
for files in itertools.islice(itertools.cycle(turns), count):
    planned = compare(folder, files, Origin("petstore.yaml", ""))
    written = write(planned.value)
    assert not written.diagnostics, written.diagnostics
"""
TURNS = json.dumps([NEW, FILES])
KILLS = int(os.environ.get("KILLS", "40"))


def test_a_build_that_is_killed_leaves_the_old_files_or_the_new(tmp_path: Path) -> None:
    folder, mine = tmp_path / "out", "pkg/deep/mine.txt"
    build(folder, FILES)
    (folder / mine).write_text("mine")
    known = [{**files, mine: "mine"} for files in (NEW, FILES)]
    seen: list[int] = []
    for _ in range(KILLS):
        command = [sys.executable, "-c", BACK_AND_FORTH, str(folder), TURNS, "9999"]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begins\n"
            time.sleep(random.random() / 20)  # to be killed at any moment
            process.kill()
        left = tree(folder)
        assert left in known
        seen.append(known.index(left))
        listed = json.loads((folder / MANIFEST).read_text())["files"]
        assert {*listed, mine} == left.keys()
    assert {*seen} == {0, 1}
    build(folder, FILES)
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_builds_of_one_folder_at_once_do_not_mix(tmp_path: Path) -> None:
    build(tmp_path / "out", FILES)
    folder = tmp_path / "out"
    command = [sys.executable, "-c", BACK_AND_FORTH, str(folder), TURNS, "60"]
    with ExitStack() as running:
        many = [running.enter_context(subprocess.Popen(command)) for _ in range(3)]
    assert [one.returncode for one in many] == [0, 0, 0]
    assert tree(tmp_path / "out") in (NEW, FILES)


def test_what_is_saved_while_a_build_is_in_place_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, real = tmp_path / "out", exchanging.exchange
    build(folder, FILES)
    (folder / "pkg/mine.txt").write_text("mine")

    def watched(one: Path, other: Path) -> None:
        real(one, other)
        if not (folder / "pkg/more").exists():
            (folder / "pkg/more").mkdir()
            (folder / "pkg/more/new.txt").write_text("new")
            (folder / "saved").write_text("saved")
            (folder / "saved").replace(folder / "pkg/mine.txt")

    monkeypatch.setattr(whole, "exchange", watched)
    before = folder.stat().st_ino
    build(folder, NEW)
    mine = {"pkg/mine.txt": "saved", "pkg/more/new.txt": "new"}
    assert tree(folder) == {**NEW, **mine}
    assert folder.stat().st_ino == before


def test_a_plan_is_a_diff(tmp_path: Path) -> None:
    build(tmp_path, {"a.txt": "one\ntwo\n", "gone.txt": "gone\n"})
    files = {"a.txt": "one\n2\x0c\n", "new.txt": "no newline"}
    text = difference(planned(compare(tmp_path, files, ORIGIN)))
    assert f"--- {tmp_path}/a.txt\n+++ {tmp_path}/a.txt\n" in text
    assert " one\n-two\n+2\x0c\n" in text
    assert f"--- {tmp_path}/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n" in text
    assert f"--- /dev/null\n+++ {tmp_path}/new.txt\n" in text
    assert "+no newline\n\\ No newline at end of file\n" in text
    assert tree(tmp_path) == {"a.txt": "one\ntwo\n", "gone.txt": "gone\n"}
