"""Which AsyncAPI a document is written in."""

from difflib import get_close_matches

from sockgen.document.findings import Findings
from sockgen.source import Source

SUPPORTED = (
    *("2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0", "2.6.0"),
    *("3.0.0", "3.1.0"),
)


def generation(version: str) -> int:
    """The first number of a version: 2 or 3."""
    return int(version.partition(".")[0])


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
    if isinstance(version, str) and version in SUPPORTED:
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
        return "write the version in full and in quotes, such as `'3.0.0'`"
    close = get_close_matches(str(version), SUPPORTED, n=1)
    if close:
        return f"did you mean `{close[0]}`?"
    return "sockgen reads 2.0.0 to 2.6.0, 3.0.0 and 3.1.0"
