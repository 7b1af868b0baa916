"""The Python target: an installable package for python-socketio, with its tests."""

from sockgen.contract import Api
from sockgen.diagnostics import Result
from sockgen.rendering import Renderer
from sockgen.targets import Files, Options
from sockgen.targets.python.models import make_models
from sockgen.targets.python.modules import Modules
from sockgen.targets.python.names import name_api
from sockgen.targets.python.schemas import define
from sockgen.targets.python.suite import Suite
from sockgen.targets.python.types import Types

__all__ = ["render"]


def render(api: Api, options: Options) -> Result[Files]:
    """Make the files of the package, of its distribution and of its tests."""
    renderer = Renderer("python", options.templates)
    names = name_api(api)
    types = Types(api, names)
    models = make_models(define(api.schemas, names.schemas, names.types))
    modules = Modules(api, names, types, models, options)
    suite = Suite(api, names, types, options)
    package = options.package
    files = {
        f"{package}/__init__.py": renderer.render("__init__.py.jinja", **modules.init()),
        f"{package}/models.py": renderer.render("models.py.jinja", **modules.models()),
        f"{package}/errors.py": renderer.render("errors.py.jinja", **modules.errors()),
        f"{package}/contract.py": renderer.render(
            "contract.py.jinja", **modules.contract()
        ),
        f"{package}/async_server.py": renderer.render(
            "async_server.py.jinja", **modules.server()
        ),
        f"{package}/async_client.py": renderer.render(
            "async_client.py.jinja", **modules.client()
        ),
        f"{package}/py.typed": "",
        f"{package}/asyncapi.yaml": options.document_text,
        "pyproject.toml": renderer.render("pyproject.toml.jinja", **modules.project()),
        "README.md": renderer.render("README.md.jinja", **modules.readme()),
        "tests/conftest.py": renderer.render("tests/conftest.py.jinja", **suite.conftest()),
        f"tests/{package}_reference.py": renderer.render(
            "tests/reference.py.jinja", **suite.reference()
        ),
    }
    for namespace in api.namespaces:
        name = f"tests/test_{package}_{names.namespaces[namespace.name].attribute}.py"
        files[name] = renderer.render(
            "tests/namespace.py.jinja", **suite.namespace(namespace)
        )
    for name, text in renderer.copies("_runtime").items():
        files[f"{package}/{name}"] = text
    return Result(dict(sorted(files.items())))
