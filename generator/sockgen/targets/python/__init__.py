"""The Python target: an installable package for python-socketio, with its tests."""

from sockgen.contract import Api
from sockgen.diagnostics import Result
from sockgen.rendering import Renderer
from sockgen.sampling import Sampler
from sockgen.targets import Files, Options
from sockgen.targets.python.answers import compare_answers
from sockgen.targets.python.distribution import around
from sockgen.targets.python.enforced import enforced
from sockgen.targets.python.extent import extent_of, needed
from sockgen.targets.python.leftovers import leftovers
from sockgen.targets.python.models import make_models
from sockgen.targets.python.modules import Modules, title_of
from sockgen.targets.python.names import name_api
from sockgen.targets.python.notes import Notes
from sockgen.targets.python.schemas import define
from sockgen.targets.python.shapes import checked
from sockgen.targets.python.shown import example_server
from sockgen.targets.python.suite import Suite
from sockgen.targets.python.types import Types

__all__ = ["render"]


def render(api: Api, options: Options) -> Result[Files]:
    """Make the files of the package, of its distribution and of its tests."""
    renderer = Renderer("python", options.templates)
    package, title = options.package, title_of(api, options.package)
    choices, extent = options.choices, extent_of(options.choices)
    notes = Notes(api.locate)
    names = name_api(api, notes)
    literals = choices.enums == "literal"
    shapes = define(api.schemas, names.schemas, names.types, notes, literals=literals)
    checks, held = checked(shapes, api.schemas), enforced(api.schemas)
    sampler = Sampler(api.schemas, checks, held)
    rules = leftovers(api.schemas)
    types = Types(api, names, sampler, notes, rules)
    models = make_models(shapes, sampler, notes, frozen=choices.frozen_models)
    compare_answers(api, sampler, notes)
    modules = Modules(api, names, types, models, rules, title, extent)
    suite = Suite(api, names, types, sampler, package, extent)
    example = example_server(api, names, types, package, modules.public(), extent)
    made = {
        **around(api, names, options, title, notes, extent, example),
        **{f"{package}/{name}": one for name, one in modules.all().items()},
        **{f"tests/{name}": one for name, one in suite.all().items()},
    }
    files = {name: module.text(renderer) for name, module in made.items()}
    files[f"{package}/py.typed"] = ""
    files[f"{package}/asyncapi.yaml"] = options.document_text
    copies = {
        f"{package}/{name}": text
        for folder in ("_runtime", "_testing")
        for name, text in renderer.copies(folder).items()
    }
    files |= copies if extent.is_whole else needed(files, copies)
    return Result(dict(sorted(files.items())), notes.diagnostics())
