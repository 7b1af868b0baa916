"""Which AsyncAPI a document is written in."""

import re

from sockgen.document.findings import Findings
from sockgen.source import Source

_SUPPORTED = re.compile(r"3\.[01]\.\d+(?:-[\w.-]+)?")


def supported_version(source: Source, findings: Findings) -> str | None:
    """The version of a document that sockgen reads, None for any other."""
    data = source.data
    if not isinstance(data, dict):
        findings.error(
            "SG201",
            "the document is not a mapping",
            source.span(()),
            "an AsyncAPI document begins with `asyncapi: 3.0.0`",
        )
        return None
    version = data.get("asyncapi")
    if isinstance(version, str) and _SUPPORTED.fullmatch(version):
        return version
    if "asyncapi" in data:
        findings.error(
            "SG202",
            f"`{version}` is not a version of AsyncAPI that sockgen reads",
            source.span(("asyncapi",)),
            _version_hint(version),
        )
        return None
    other = next((key for key in ("openapi", "swagger") if key in data), None)
    findings.error(
        "SG201",
        "this is an OpenAPI document" if other else "the key `asyncapi` is missing",
        source.span((other,), key=True) if other else source.span(()),
        "an AsyncAPI document begins with `asyncapi: 3.0.0`",
    )
    return None


def _version_hint(version: object) -> str:
    if isinstance(version, int | float):
        return "write the version in full, such as `3.0.0`"
    if isinstance(version, str) and version.startswith("2."):
        return "convert it to 3.0.0, for example with `asyncapi convert`"
    return "sockgen reads 3.0 and 3.1, such as `3.0.0`"
