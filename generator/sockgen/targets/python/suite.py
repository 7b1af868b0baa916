"""The views of the contract tests."""

from sockgen.contract import Api, Event, Namespace
from sockgen.rendering import (
    docstring,
    export_order,
    import_order,
    literal,
    row,
    statement,
)
from sockgen.sampling import Sampler
from sockgen.targets.python.extent import Extent
from sockgen.targets.python.flavours import Flavour
from sockgen.targets.python.imports import (
    import_line,
)
from sockgen.targets.python.logins import broken_auths, flaws, make_login, ways
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.reference import ReferenceServer
from sockgen.targets.python.trial_tables import cases_constant, table
from sockgen.targets.python.trials import RESERVED, Trials
from sockgen.targets.python.types import Types
from sockgen.targets.python.writing import Module

_HOOKS = (
    "Suite",
    "company",
    "door",
    "fuzzer",
    "probe",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_generate_tests",
    "pytest_pyfunc_call",
    "pytest_runtest_setup",
    "run",
)
"""What the harness has for `conftest.py`."""


class Suite:
    """Makes what the templates of the tests need."""

    def __init__(
        self,
        api: Api,
        names: ApiNames,
        types: Types,
        sampler: Sampler,
        package: str,
        extent: Extent,
    ) -> None:
        self._api = api
        self._names = names
        self._package = package
        events = sum(len(one.events) for one in api.namespaces)
        self._trials = Trials(names, sampler, events)
        self._sampler = sampler
        self._login = make_login(api, sampler)
        self._types = types
        self._servers = extent.servers

    def all(self) -> dict[str, Module]:
        """The modules by the name of their file; a package of clients has no tests."""
        if not self._servers:
            return {}
        files = {
            "conftest.py": self._conftest(),
            f"{self._package}_reference.py": self._reference(self._servers[0]),
            f"test_{self._package}.py": self._whole(),
        }
        for namespace in self._api.namespaces:
            attribute = self._names.namespaces[namespace.name].attribute
            files[f"test_{self._package}_{attribute}.py"] = self._namespace(namespace)
        return files

    def _reference(self, flavour: Flavour) -> Module:
        """The server that the tests run against."""
        return ReferenceServer(
            self._api,
            self._names,
            self._types,
            self._trials,
            self._login,
            self._package,
            flavour,
        ).module()

    def _conftest(self) -> Module:
        module = f"{self._package}_reference"
        return Module(
            "tests/conftest.py.jinja",
            {
                "harness": import_line(
                    f"{self._package}._testing.plugin",
                    sorted(_HOOKS, key=import_order),
                ),
                "reference": import_line(module, ["made"]),
                "hooks": sorted([*_HOOKS, "suite"], key=export_order),
            },
        )

    def _whole(self) -> Module:
        """The tests of the server as a whole."""
        server = self._api.servers[0] if self._api.servers else None
        transports = server.transports if server else ("websocket", "polling")
        view = {
            "doc": docstring(f"Contract tests of the server of {self._title()}.", 0),
            "upgrades": {"websocket", "polling"} <= set(transports),
        }
        sources = {
            "pytest": ["pytest"],
            self._package: ["contract"],
            f"{self._package}._testing.door": ["Door"],
            f"{self._package}._testing.run": ["Run"],
        }
        return Module("tests/whole.py.jinja", view, sources)

    def _title(self) -> str:
        return self._api.title or self._package

    def _namespace(self, namespace: Namespace) -> Module:
        events = sorted(namespace.events, key=_turn)
        trials = [self._trials.event(namespace, one) for one in events]
        auths = broken_auths(namespace, self._login, self._sampler)
        declared = {one.name for one in namespace.events}
        library = [literal(one) for one in RESERVED if one not in declared]
        constant = self._names.namespaces[namespace.name].constant
        secured = bool(namespace.security)
        view = {
            "doc": docstring(f"Contract tests of the namespace `{namespace.name}`.", 0),
            "events": [one for one in trials if one.constants],
            "tests": [test for one in trials for test in one.tests],
            "wire": statement(f"NAMESPACE = contract.{constant}", 0),
            "ways": statement(f"WAYS = {literal(ways(namespace))}", 0)
            if secured
            else "",
            "flaws": table("FLAWS", "Flaws", flaws(namespace)) if secured else "",
            "auths": cases_constant("BROKEN_AUTH", auths) if auths.listed else "",
            "undeclared": table(
                "UNDECLARED", "Cases", self._trials.undeclared(self._api, namespace)
            ),
            "fuzzed": self._trials.fuzzed(namespace),
            "library": statement(f"LIBRARY = {row(library)}", 0),
        }
        harness = f"{self._package}._testing"
        sources = {
            "pytest": ["pytest"],
            self._package: ["contract"],
            f"{harness}.cases": ["Case", "Cases", "Flaw", "Flaws"],
            f"{harness}.company": ["Company"],
            f"{harness}.door": ["Door"],
            f"{harness}.fuzzing": ["Fuzzer"],
            f"{harness}.probe": ["Probe"],
        }
        return Module("tests/namespace.py.jinja", view, sources)


def _turn(event: Event) -> int:
    """When an event is tried: what is done in a room, between entering and leaving it.

    A server may refuse the others to who is not inside, and tell nobody of them.
    """
    if event.joins:
        return 0
    return 2 if event.leaves else 1
