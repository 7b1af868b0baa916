"""The Python package of a document in a temporary folder, to run what it describes.

Nothing is written anywhere else, and nothing stays.
"""

import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from sockgen.contract import Api
from sockgen.diagnostics import Result
from sockgen.pipeline import Build, Output, carry_out, plan_of_contract, then

_RUNTIME = "_runtime"


@dataclass(frozen=True, slots=True)
class Stage:
    """A generated distribution that lies in `folder` and whose package is imported.

    `package` is its import name. It holds as long as the context of `stage` does.
    """

    api: Api
    folder: Path
    package: str

    def module(self, name: str) -> ModuleType:
        """A module of the package, such as `contract` or `_runtime.server`."""
        return import_module(f"{self.package}.{name}")


@contextmanager
def stage(build: Build) -> Generator[Result[Stage]]:
    """Make the Python package of a document in a folder of its own, and import it.

    Of the outputs of the build, the names count and nothing else. What sockgen says
    about the document comes along; there is no value if it is wrong. In the end the
    folder is gone, and a module that had the name of the package has it again.
    """
    with tempfile.TemporaryDirectory(prefix="sockgen-") as above:
        folder = Path(above, "staged")
        package = _free(build.outputs[0].package)
        distribution = build.outputs[0].distribution
        output = Output("python", folder, package, distribution)
        planned = plan_of_contract(replace(build, outputs=(output,), force=True))
        result = then(
            planned,
            lambda planned: then(
                carry_out(planned.plans),
                lambda _: Result(Stage(planned.api, folder, package)),
            ),
        )
        if result.value is None:
            yield result
        else:
            with _imported(result.value):
                yield result


def _free(name: str) -> str:
    """A name that hides no library: that of the build, if it is not one of those.

    Another package that sockgen has made may well be hidden.
    """
    spec = find_spec(name)
    if spec is None:
        return name
    folders = spec.submodule_search_locations or ()
    ours = any(Path(one, _RUNTIME).is_dir() for one in folders)
    return name if ours else f"{name}_api"


@contextmanager
def _imported(stage: Stage) -> Generator[None]:
    """Have the package under its name, and put back what had that name before."""
    name, prefix = stage.package, f"{stage.package}."
    folder = stage.folder / name
    spec = spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    before = _take(name, prefix)
    try:
        sys.modules[name] = package = module_from_spec(spec)
        spec.loader.exec_module(package)
        yield
    finally:
        _take(name, prefix)
        sys.modules.update(before)


def _take(name: str, prefix: str) -> dict[str, ModuleType]:
    """Remove a package and its modules from those that are imported."""
    names = [one for one in sys.modules if one == name or one.startswith(prefix)]
    return {one: sys.modules.pop(one) for one in names}
