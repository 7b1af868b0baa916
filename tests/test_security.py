"""What the security of servers, channels and operations makes of a connect."""

from pathlib import Path
from textwrap import dedent

import pytest

from sockgen.cli.table import to_table
from sockgen.contract import Api
from sockgen.diagnostics import Diagnostic
from sockgen.pipeline import understand

HEAD = "asyncapi: 3.0.0\ninfo: {title: Case, version: 1.0.0}\n"
SCHEMES = """\
components:
  securitySchemes:
    a: {type: httpApiKey, in: header, name: A}
    b: {type: httpApiKey, in: query, name: b}
    c: {type: httpApiKey, in: cookie, name: c}
    d: {type: apiKey, in: user}
    basic: {type: http, scheme: basic}
    bearer: {type: http, scheme: bearer}
    oauth:
      type: oauth2
      flows: {password: {tokenUrl: https://u, availableScopes: {read: r, write: w}}}
"""


def document(server: str, *operations: str) -> str:
    """A namespace whose server and operations ask for schemes: `a b` is a or b."""
    keys = range(len(operations))
    messages = ", ".join(f"m{key}: {{name: m{key}}}" for key in keys)
    lines = [
        HEAD + "servers:\n  here: {host: x, protocol: ws, " + listed(server) + "}",
        "channels:\n  chat: {address: /chat, messages: {" + messages + "}}",
        "operations:",
        *(
            f"  o{key}: {{action: receive, channel: {{$ref: '#/channels/chat'}}, "
            f"messages: [{{$ref: '#/channels/chat/messages/m{key}'}}], "
            f"{listed(operations[key])}}}"
            for key in keys
        ),
        SCHEMES,
    ]
    return "\n".join(lines)


def listed(names: str) -> str:
    items = (f"{{$ref: '#/components/securitySchemes/{x}'}}" for x in names.split())
    return f"security: [{', '.join(items)}]" if names else "x-none: 1"


def read(folder: Path, text: str) -> tuple[Api | None, tuple[Diagnostic, ...]]:
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    result = understand(path, name="spec.yaml")
    return result.value, result.diagnostics


def ways(api: Api | None) -> list[str]:
    assert api is not None
    return [
        " + ".join(one.credential + "".join(f"/{x}" for x in one.scopes) for one in way)
        for way in api.namespaces[0].security
    ]


@pytest.mark.parametrize(
    ("server", "operations", "expected"),
    [
        ("a b", ["", ""], ["a", "b"]),
        ("", ["a", "", "a"], ["a"]),
        ("a", ["a", "a"], ["a"]),
        ("a", ["b", "b"], ["a + b"]),
        ("a b", ["c d"], ["a + c", "a + d", "b + c", "b + d"]),
        # What is enough for one is enough for both.
        ("a b", ["a"], ["a"]),
        # Basic and bearer share a header: nobody can present them together.
        ("basic a", ["bearer"], ["a + bearer"]),
        # One token is enough for two schemes that want a token in one place.
        ("bearer", ["oauth"], ["bearer + oauth"]),
    ],
)
def test_server_and_operation_must_both_be_satisfied(
    tmp_path: Path, server: str, operations: list[str], expected: list[str]
) -> None:
    api, said = read(tmp_path, document(server, *operations))
    assert ways(api) == expected
    assert [one.code for one in said] == []


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        (["a", "b"], ["a + b"]),
        (["a", "", "b"], ["a + b"]),
        (["a b", "b c"], ["b", "a + c"]),
        (["a", "a b"], ["a"]),
    ],
)
def test_operations_that_differ_must_all_be_satisfied(
    tmp_path: Path, operations: list[str], expected: list[str]
) -> None:
    api, said = read(tmp_path, document("", *operations))
    assert sorted(ways(api)) == sorted(expected)
    assert [one.code for one in said] == ["SG324"]


def test_the_order_of_alternatives_is_no_difference(tmp_path: Path) -> None:
    api, said = read(tmp_path, document("", "a b", "b a"))
    assert (ways(api), said) == (["a", "b"], ())


def test_scopes_of_several_places_are_joined(tmp_path: Path) -> None:
    text = HEAD.replace("3.0.0", "2.6.0") + dedent(
        """\
        servers:
          here: {url: x, protocol: ws, security: [{login: [read], key: []}, {key: []}]}
        channels:
          /chat:
            publish: {security: [{login: [write]}], message: {name: say}}
        components:
          securitySchemes:
            key: {type: apiKey, in: user}
            login:
              type: oauth2
              flows: {password: {tokenUrl: https://u, scopes: {read: r, write: w}}}
        """
    )
    api, said = read(tmp_path, text)
    # Whoever has the key need not be able to read.
    assert (ways(api), said) == (["login/write + key"], ())
    api, said = read(tmp_path, text.replace(", {key: []}", ""))
    assert ways(api) == ["login/read/write + key"]
    assert api is not None
    assert (
        "security: login, bearer in header Authorization (read, write) + key, "
        "api-key in auth user\n"
    ) in to_table(api, 200, False)


def test_schemes_without_a_name_are_told_apart(tmp_path: Path) -> None:
    inline = (
        "security: [{type: httpApiKey, in: query, name: x}, "
        "{type: httpApiKey, in: query, name: y}, "
        "{type: httpApiKey, in: query, name: x}]"
    )
    text = document("a").replace(listed("a"), inline).replace(SCHEMES, "")
    api, _ = read(tmp_path, text.replace("operations:", ""))
    assert api is not None
    assert ways(api) == ["httpApiKey", "httpApiKey 2"]
    assert [one.parameter for one in api.credentials] == ["x", "y"]


def test_more_ways_than_anybody_means_are_refused(tmp_path: Path) -> None:
    schemes = "".join(
        f"    s{at}: {{type: httpApiKey, in: query, name: s{at}}}\n" for at in range(40)
    )
    text = document("", *(["a b"] * 20)).replace(SCHEMES, SCHEMES + schemes)
    for at in range(20):
        first, second = (
            f"{{$ref: '#/components/securitySchemes/s{2 * at + one}'}}"
            for one in (0, 1)
        )
        text = text.replace(listed("a b"), f"security: [{first}, {second}]", 1)
    api, said = read(tmp_path, text)
    assert api is None
    assert [one.code for one in said if one.code == "SG313"] == ["SG313"]


@pytest.mark.parametrize(
    "security", ["security: [{a: []}]", "x-security: [{a: []}]", "security: [a: []]"]
)
def test_schemes_that_something_asks_for_are_in_use(
    tmp_path: Path, security: str
) -> None:
    """Security of a channel that is not served over Socket.IO is no mistake."""
    text = HEAD.replace("3.0.0", "2.6.0") + dedent(
        f"""\
        servers:
          here: {{url: x, protocol: ws}}
          there: {{url: x, protocol: kafka, {security}}}
        channels:
          /chat: {{publish: {{message: {{name: say}}}}}}
        components: {{securitySchemes: {{a: {{type: apiKey, in: user}}}}}}
        """
    )
    _, said = read(tmp_path, text)
    assert [one.code for one in said] == []
    _, said = read(tmp_path, text.replace(f", {security}", ""))
    assert [one.code for one in said] == ["SG324"]
