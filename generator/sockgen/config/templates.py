"""Where templates are: a folder, or a package that is installed."""

from importlib.util import find_spec
from pathlib import Path


def templates_of(written: str, start: Path) -> Path | str:
    """The folder of templates, or what is wrong with what was written.

    It is a path that begins at `start`, or the import name of a package, such as
    `acme_templates` or `acme.templates`. What is a folder is no package.
    """
    path = start / written
    if path.is_dir():
        return path
    if path.exists():
        return f"`{path}` is not a folder"
    if not all(part.isidentifier() for part in written.split(".")):
        return f"the folder `{path}` does not exist"
    try:
        spec = find_spec(written)
    except (Exception, SystemExit) as error:  # it imports the packages around this one
        told = f"{type(error).__name__}: {error}"
        return f"the package `{written}` cannot be looked for: {told}"
    places = spec.submodule_search_locations if spec else None
    folders = [folder for one in places or () if (folder := Path(one)).is_dir()]
    if not folders:
        found = "it is a module" if spec else "no package has that name"
        return f"the folder `{path}` does not exist, and {found}"
    for folder in folders:
        if any(folder.rglob("*.jinja")):
            return folder
    return f"the package `{written}` has no templates: no file `*.jinja`"
