"""What the Python types accept, compared with what the document's schemas accept."""

import importlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from tests.building import build, case_names, case_spec, package_of

from sockgen.contract import Api, Argument, JsonValue
from sockgen.diagnostics import Diagnostic
from sockgen.pipeline import understand
from sockgen.sampling import Case, Oracle, Sampler
from sockgen.targets.python.enforced import enforced
from sockgen.targets.python.names import name_api
from sockgen.targets.python.notes import Notes
from sockgen.targets.python.schemas import define
from sockgen.targets.python.shapes import checked
from sockgen.targets.python.used_names import names_in, names_parsed

NAMES = case_names()
SCALARS: list[JsonValue] = [
    *(None, True, False, 0, 1, 1.0, -1, 2, 0.5, 2.5, 1e99, 10**40),
    *("", "a", "text", "1", "2026-01-02", "2026-01-02T03:04:05Z"),
]
LISTS: list[JsonValue] = [[], [1], ["a"], ["a", 1], [None], [[]], [{}], [["a"]]]
OBJECTS: list[JsonValue] = [
    {},
    {"a": 1},
    {"a": "x"},
    {"a": None},
    {"a": {}},
    {"id": 1},
    {"id": 1, "name": "n"},
    {"kind": "cat"},
    {"x": 1, "y": "z"},
]
POOL = [*SCALARS, *LISTS, *OBJECTS]


@dataclass(frozen=True)
class Package:
    """A generated package that is imported, and the contract that it was made of."""

    api: Api
    said: tuple[Diagnostic, ...]
    models: Any
    wire: Any
    errors: Any
    rules: Any

    def value(self, key: str, type_: str) -> Any:
        """What the contract has for a value of a schema."""
        rule = self.rules[key] if self.rules and key in self.rules.schemas else None
        type_ = getattr(self.models, type_)
        return self.wire.Value(key, type_, binary=True, rule=rule)


def package(name: str, folder: Path) -> Package:
    spec = case_spec(name)
    said = build(spec, folder / name, package_of(name))
    api = understand(spec).value
    assert api is not None
    sys.path.insert(0, str(folder / name))
    try:
        models, wire, errors = (
            importlib.import_module(f"{package_of(name)}.{module}")
            for module in ("models", "_runtime.wire", "_runtime.errors")
        )
        ruled = (folder / name / package_of(name) / "rules.py").exists()
        module = importlib.import_module(f"{package_of(name)}.rules") if ruled else None
    finally:
        sys.path.pop(0)
    rules = module.RULES if module else None
    return Package(api, said, models, wire, errors, rules)


def variations(value: JsonValue) -> Iterator[JsonValue]:
    """A value with one place in it changed."""
    yield value
    match value:
        case dict():
            for key, one in value.items():
                yield {name: part for name, part in value.items() if name != key}
                for other in (*variations(one), *SCALARS):
                    yield {**value, key: other}
            yield {**value, "not declared": 1}
        case list():
            yield [*value, *value]
            yield value[1:]
            for other in SCALARS:
                yield [other, *value[1:]]
        case _:
            pass


def differences(made: Package) -> Iterator[tuple[str, JsonValue, str]]:
    """Values about which a type and its schema disagree."""
    api = made.api
    names = name_api(api, Notes()).schemas
    oracle, sampler = Oracle(api.schemas), Sampler(api.schemas)
    for key in api.schemas:
        found = made.value(key, names[key])
        sample = sampler.value(key)
        values = list(POOL)
        values += list(variations(sample[0]))[:400] if sample else []
        for value in values:
            wanted = oracle.accepts(key, value)
            try:
                decoded = found.decode(sampler.wire(key, value), "")
                sent = found.encode(decoded, "")
            except made.errors.InvalidPayload:
                if wanted:
                    yield key, value, "refused"
                continue
            if not wanted:
                yield key, value, "accepted"
            elif not oracle.accepts(key, as_json(sent)):
                yield key, value, f"sent as {sent!r}"


def misjudged(made: Package) -> Iterator[tuple[str, Case]]:
    """Cases of contract tests on which generated code has another opinion."""
    api = made.api
    named = name_api(api, Notes())
    names = named.schemas
    shapes = define(api.schemas, names, named.types, Notes())
    checks, held = checked(shapes, api.schemas), enforced(api.schemas)
    sampler = Sampler(api.schemas, checks, held)
    for key in api.schemas:
        found, argument = made.value(key, names[key]), [Argument("a", key)]
        sample = sampler.value(key)
        good = sampler.good(argument, ()).listed
        broken = sampler.broken(argument, sample, 40).listed if sample else ()
        for case, right in (*((x, True) for x in good), *((x, False) for x in broken)):
            try:
                found.decode(case.arguments[0], "")
            except made.errors.InvalidPayload:
                if right:
                    yield key, case
            else:
                if not right:
                    yield key, case


def as_json(value: object) -> JsonValue:
    """What was sent, with text in the place of bytes."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        pairs = cast("dict[str, object]", value).items()
        return {key: as_json(one) for key, one in pairs}
    if isinstance(value, list):
        return [as_json(one) for one in cast("list[object]", value)]
    return cast(JsonValue, value)


@pytest.mark.parametrize("name", NAMES)
def test_types_and_schemas_agree_or_the_author_is_told(
    name: str, tmp_path: Path
) -> None:
    """Where no type is given one is assumed: such a schema takes more than its type."""
    made = package(name, tmp_path)
    told = " ".join(f"{one.message}" for one in made.said if one.code == "SG402")
    for key, value, what in differences(made):
        said = any(f"schema {key}{end}" in told for end in (".", " "))
        free = "idn-hostname" in str(made.api.schemas[key])
        assert free or (said and what == "refused"), f"{key}: {value!r} is {what}"
    assert not [*misjudged(made)]


def test_names_of_the_runtime_are_kept_free(tmp_path: Path) -> None:
    """No namespace or event can hide what the base classes are made of."""
    from sockgen.targets.python import names

    build(case_spec("servers-none"), tmp_path / "made", "kept_free")
    sys.path.insert(0, str(tmp_path / "made"))
    try:
        runtime = {
            name: importlib.import_module(f"kept_free._runtime.{name}")
            for name in (
                *("async_client", "async_namespace", "client"),
                *("server", "handlers"),
            )
        }
    finally:
        sys.path.pop(0)

    def public(module: str, *kinds: str) -> set[str]:
        return {
            name
            for kind in kinds
            for name in dir(getattr(runtime[module], kind))
            if name[0] != "_" and not name.isupper()
        }

    sides = {
        *public("async_client", "AsyncClient"),
        *public("client", "Client"),
        *public("server", "AsyncServer", "Server"),
    }
    assert sides <= {*names.CLIENT_ATTRIBUTES, *names.SERVER_ATTRIBUTES}
    spaces = {
        *public("async_namespace", "AsyncNamespaceClient"),
        *public("client", "NamespaceClient"),
    }
    assert spaces <= {*names.NAMESPACE_ATTRIBUTES}
    hooks = {f"on_{one}" for one in names.LIFECYCLE}
    kept = {*hooks, "routes", "bind", "is_bound", "members"}
    assert public("handlers", "AsyncHandlers", "Handlers") <= kept


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("{type: string}", ["SG405"]),
        ("{type: integer}", ["SG405"]),
        ("{type: object, required: [no], properties: {no: {const: bad}}}", []),
    ],
)
def test_an_error_that_looks_like_another_answer_is_told(
    bad: str, told: list[str], tmp_path: Path
) -> None:
    """A client takes the first answer whose schema fits: the author should know."""
    spec = case_spec("errors-alike").read_text(encoding="utf-8")
    changed = tmp_path / "spec.yaml"
    changed.write_text(spec.replace("{type: string}, x-socketio", f"{bad}, x-socketio"))
    said = build(changed, tmp_path / "out", "alike")
    assert [one.code for one in said if one.code == "SG405"] == told


SPEC = """\
asyncapi: 3.0.0
info: {title: t, version: '1'}
channels:
  c:
    address: /
    messages:
      a: {name: a, payload: {$ref: '#/components/schemas/A'}}
operations:
  o: {action: receive, channel: {$ref: '#/channels/c'}}
components:
  schemas:
    A:
      type: object
      properties:
        list: {type: array, uniqueItems: true}
        either:
          oneOf: [{type: integer}, {type: number}]
        pairs:
          type: array
          items: [{type: string}, {type: object, dependencies: {x: [y]}}]
          additionalItems: false
        small: {type: integer, format: int32}
        strange: {type: string, pattern: '(?<=a+)b'}
        untyped: {minLength: 3}
        default: {type: string, default: 3}
      not: {required: [list]}
      if: {required: [small]}
      then: {required: [strange]}
"""


def test_what_no_type_expresses_is_told_at_its_line(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    said = build(spec, tmp_path / "out", "told")
    lines = SPEC.splitlines()
    told = {
        (one.code, lines[one.span.start.line - 1][one.span.start.column - 1 :][:7])
        for one in said
        if one.span
    }
    assert len(told) == len(said)
    assert told == {
        ("SG350", "pattern"),
        ("SG356", "format:"),
        ("SG401", "uniqueI"),
        ("SG401", "oneOf: "),
        ("SG401", "items: "),
        ("SG401", "depende"),
        ("SG401", "not: {r"),
        ("SG402", "untyped"),
        ("SG403", "default"),
    }


REFERRED = """\
asyncapi: 3.0.0
info: {title: t, version: '1'}
channels:
  c:
    address: /c
    messages:
      a: {name: a, payload: {$ref: '#/components/schemas/A'}}
operations:
  o: {action: receive, channel: {$ref: '#/channels/c'}}
components:
  schemas:
    A:
      type: object
      properties:
        own: {$ref: '#/components/schemas/Size', default: 1}
        near: {$ref: '#/components/schemas/Size'}
        far: {$ref: '#/components/schemas/Same'}
        team: {$ref: '#/components/schemas/Team'}
        none: {$ref: '#/components/schemas/A'}
    Same: {$ref: '#/components/schemas/Size'}
    Size: {type: integer, default: 7}
    Team: {enum: [red, blue], default: blue}
"""


def test_a_reference_has_the_default_that_it_leads_to(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(REFERRED, encoding="utf-8")
    build(spec, tmp_path / "out", "referred")
    models = (tmp_path / "out" / "referred" / "models.py").read_text(encoding="utf-8")
    for line in ("near: Size = 7", "far: Same = 7", "team: Team = Team.blue"):
        assert f"    {line}\n" in models
    assert "    own: Size = 1\n" in models
    assert "    none: A | MISSING = MISSING\n" in models


COUNTED = """
asyncapi: 3.0.0
info: {title: Counted, version: 1.0.0}
channels:
  c: {address: /c, messages: {m: {name: m, payload: {$ref: '#/components/schemas/A'}}}}
operations:
  o: {action: receive, channel: {$ref: '#/channels/c'}}
components:
  schemas:
    A:
      type: object
      properties:
        text: {type: string, maxLength: 1000000000000000000000}
        no: {type: string, minLength: 1.0e+30}
        list: {type: array, items: {type: string}, maxItems: 1000000000000000000000}
        map: {additionalProperties: {type: string}, maxProperties: 18446744073709551616}
"""


def test_counts_may_be_more_than_there_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(COUNTED, encoding="utf-8")
    build(spec, tmp_path / "out", "counted")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "out"), *sys.path])
    model = importlib.import_module("counted.models").A
    assert model.model_validate({"text": "x", "list": ["x"]}).text == "x"
    with pytest.raises(ValueError, match="at least"):
        model.model_validate({"no": "x"})


def test_a_schema_that_its_type_expresses_has_no_rule(tmp_path: Path) -> None:
    files = {
        name: build(case_spec(name), tmp_path / name, package_of(name))
        for name in ("rooms", "one-way-up")
    }
    for name in files:
        assert not (tmp_path / name / package_of(name) / "rules.py").exists()


def test_properties_are_called_the_same_in_any_order(tmp_path: Path) -> None:
    """Two that Python would call alike: the plainer keeps the name."""
    wires = ["a-b", "a_b", "class", "A_B"]
    named = []
    for number, order in enumerate((wires, wires[::-1])):
        listed = ", ".join(f"{one}: {{type: integer}}" for one in order)
        payload = f"{{title: Both, type: object, properties: {{{listed}}}}}"
        spec = tmp_path / f"case{number}.yaml"
        spec.write_text(CAFE.replace("PAYLOAD", payload), encoding="utf-8")
        build(spec, tmp_path / f"made{number}", "cafe")
        models = tmp_path / f"made{number}" / "cafe" / "models.py"
        named.append(
            sorted(re.findall(r"^    \w+: .*", models.read_text("utf-8"), re.M))
        )
    assert named[0] == named[1]
    assert any(
        one.startswith("    a_b: StrictInt | MISSING = MISSING") for one in named[0]
    )


CAFE = """\
asyncapi: 3.0.0
info: {title: Cafe, version: 1.0.0}
channels:
  counter: {address: /counter, messages: {order: {name: order, payload: PAYLOAD}}}
operations:
  take: {action: receive, channel: {$ref: '#/channels/counter'}}
"""


@pytest.mark.parametrize(
    "text",
    [
        "def f(when: WhenFull = 'x') -> Order: ...",
        "Order = 1\nprint(Order)",
        "x = thing.Order",
        "call(Order=1)",
        "call(1, Order)",
        '"""An Order."""  # Order',
        "x = f'{Order}'",
        '__all__ = [\n    "Order",\n]',
        "class A(Order[Thing]):\n    WhenFull: Thing = {Order: 1}",
        "if a is Order:\n    pass",
        "x = Order == 1",
    ],
)
def test_the_names_that_a_module_uses_are_seen_as_parsed(text: str) -> None:
    known = {"Order", "Thing", "WhenFull"}
    assert names_in(text, known) == names_parsed(text) & known
