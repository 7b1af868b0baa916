"""Files and folders of an output folder, each put or taken away."""

from contextlib import suppress
from pathlib import Path

from sockgen.output.compare import is_bytecode
from sockgen.output.paths import parent_folders


def store(path: Path, data: bytes) -> None:
    """Write a new file, and the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)


def rename(source: Path, destination: Path) -> None:
    """Move a file, and make the folders that it is to stand in."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    source.replace(destination)


def take_away(folder: Path, path: str) -> None:
    """Remove a file, and the folders that it leaves empty."""
    (folder / path).unlink(missing_ok=True)
    prune(folder, path)


def prune(folder: Path, path: str) -> None:
    """Remove the folders that a file has left empty, but for what Python put there."""
    for parent in parent_folders(path):
        with suppress(OSError):
            left = [one.name for one in (folder / parent).iterdir()]
            if left in ([], ["__pycache__"]):
                clear_folder(folder / parent)


def clear_folder(folder: Path) -> None:
    """Remove a folder, if there is one, in which only bytecode is left."""
    if not folder.is_dir() or folder.is_symlink():
        return
    for one in folder.iterdir():
        if one.is_dir():
            clear_folder(one)
        elif is_bytecode(one):
            one.unlink()
    remove_empty(folder)


def remove_empty(folder: Path) -> None:
    """Remove a folder, if there is nothing in it."""
    with suppress(OSError):
        folder.rmdir()
