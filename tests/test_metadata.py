"""What a package index is told: whatever a document says, packaging tools take it."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from packaging.licenses import canonicalize_license_expression
from packaging.version import Version

from sockgen.config import Wish, configure
from sockgen.contract import Api
from sockgen.pipeline import plan_of_contract, then
from sockgen.rendering import Renderer
from sockgen.targets.python.metadata import (
    is_same,
    license_expression,
    metadata,
    pep440,
    summary,
)
from sockgen.targets.python.notes import Notes
from sockgen.targets.python.writing import Module

API = Api("Chat", "1.0", (), (), {})

VERSIONS = {
    "1.0": "1.0",
    "1": "1",
    "v2": "2",
    " V1.0\n": "1.0",
    "1.0.0-beta.1": "1.0.0b1",
    "1.0.0-rc": "1.0.0rc0",
    "1.0.0-dev": "1.0.0.dev0",
    "2024-05-01": "2024.5.1",
    "2024.05.01": "2024.5.1",
    "2024-05": "2024.5",
    "1.0.0+Build.5": "1.0.0+build.5",
}
DERIVED = {
    "latest": "0.0.0",
    "": "0.0.0",
    "Version 2.1": "2.1",
    "release-3": "3",
    "1.x": "1.dev0",
    "1.0.0-SNAPSHOT": "1.0.0.dev0",
    "1.0.0-beta.1.2": "1.0.0b1",
    "1.0.0-x.7.z.92": "1.0.0.dev92",
    "1.0 (draft 3)": "1.0.dev3",
    f"1.0.0+{'a' * 80}": "1.0.0",
    "9" * 5000: "0.0.0",
    "\u0661": "0.0.0",
    "\ud800": "0.0.0",
}
LICENSES = {
    ("MIT", ""): "MIT",
    ("Apache 2.0", ""): "Apache-2.0",
    ("Apache License, Version 2.0", ""): "Apache-2.0",
    ("The MIT License", ""): "MIT",
    ("bsd 3-clause", ""): "BSD-3-Clause",
    ("MIT OR Apache-2.0", ""): "MIT OR Apache-2.0",
    ("Ours", "https://opensource.org/license/mit"): "MIT",
    ("Ours", "https://spdx.org/licenses/ISC.html"): "ISC",
    ('Ours; "all" rights\nreserved', ""): "LicenseRef-Ours-all-rights-reserved",
    ("", ""): None,
    ("\u8bb8\u53ef", ""): None,
}


def project(api: Api) -> dict[str, Any]:
    """The table `project` of the generated `pyproject.toml`."""
    view = {
        "distribution": "chat",
        "package": "chat",
        "extras": [],
        "has_tests": True,
        **metadata(api, "Chat", Notes(), "server and client"),
    }
    text = Module("pyproject.toml.jinja", view).text(Renderer("python"))
    made: dict[str, Any] = tomllib.loads(text)["project"]
    return made


@pytest.mark.parametrize(("written", "taken"), [*VERSIONS.items(), *DERIVED.items()])
def test_a_version_is_one_that_pip_takes(written: str, taken: str) -> None:
    assert pep440(written) == taken
    assert is_same(written, taken) == (written in VERSIONS)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.text() | some.from_regex(r"v?[0-9]+(\.[0-9]+)*[-+._ a-z0-9]*"))
def test_any_text_becomes_a_version(written: str) -> None:
    made = pep440(written)
    assert str(Version(made)) == made
    assert len(made) <= 64


def test_a_version_that_is_another_one_is_told(tmp_path: Path) -> None:
    spec = tmp_path / "chat.yaml"
    channels = "channels: {chat: {messages: {say: {payload: {type: string}}}}}"
    head = "asyncapi: 3.0.0\ninfo:\n  title: Chat\n  version: latest\n"
    spec.write_text(f"{head}{channels}\n")
    said = then(configure(Wish(spec, tmp_path / "out")), plan_of_contract).diagnostics
    [told] = [one for one in said if one.code == "SG406"]
    assert "version `0.0.0`, since `latest` is none" in told.message
    assert told.span is not None
    assert told.span.start.line == 4


@pytest.mark.parametrize(("written", "taken"), LICENSES.items())
def test_a_license_is_an_expression_of_spdx(
    written: tuple[str, str], taken: str | None
) -> None:
    made = license_expression(*written)
    assert made == taken
    assert made is None or canonicalize_license_expression(made) == made


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.text())
def test_any_text_becomes_a_license(written: str) -> None:
    made = license_expression(written)
    assert made is None or canonicalize_license_expression(made)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "Chat: a Socket.IO server and client"),
        ("Talking to people who help. More of it.", "Talking to people who help."),
        ("# Chat\n\nTalking\nto people", "Talking to people"),
        ("Chat\n====\nTalking", "Chat Talking"),
        ("<!-- \x1b[31m -->", "<!-- [31m -->"),
        ("word " * 400, ("word " * 60)[:-6] + "…"),
        ("w" * 400, "w" * 299 + "…"),
    ],
)
def test_the_summary_is_one_line(written: str, told: str) -> None:
    assert (
        summary(replace(API, description=written), "Chat", "server and client") == told
    )


def test_who_answers_and_where_to_read_are_told() -> None:
    contact = {"name": "The chat team", "email": "chat@example.com"}
    made = project(
        replace(
            API,
            license="MIT",
            license_url="https://opensource.org/license/mit",
            contact={**contact, "url": "https://example.com/chat"},
            terms="https://example.com/terms",
            documentation="https://docs.example.com",
        )
    )
    assert made["authors"] == [contact]
    assert made["license"] == "MIT"
    assert made["urls"] == {
        "Documentation": "https://docs.example.com",
        "Contact": "https://example.com/chat",
        "License": "https://opensource.org/license/mit",
        "Terms": "https://example.com/terms",
    }
    assert "Typing :: Typed" in made["classifiers"]


@pytest.mark.parametrize(
    "email",
    ["no", "a@b\nX: y", "a..b@c.de", '"a b"@c.de', "ä@c.de", "a@c.de,d@e.fg", "@", ""],
)
def test_what_is_no_address_of_mail_is_left_out(email: str) -> None:
    assert "authors" not in project(replace(API, contact={"email": email}))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://a.b/\nX: y",
        "/terms",
        "https://[",
        "https://a.b/ c",
        'https://a.b/"',
        "http://localhost",
        "",
    ],
)
def test_what_is_no_link_is_left_out(url: str) -> None:
    assert "urls" not in project(replace(API, terms=url, license_url=url))
