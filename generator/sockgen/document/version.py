"""Which AsyncAPI a document is written in."""

from collections.abc import Iterator

from sockgen.document.findings import Findings
from sockgen.document.likely import likely
from sockgen.source import JsonObject, JsonValue, Source

SUPPORTED = (
    *("2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0", "2.6.0"),
    *("3.0.0", "3.1.0"),
)

_ALL = "sockgen reads 2.0.0 to 2.6.0, 3.0.0 and 3.1.0"


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
    problem = _unsupported(version) or _of_other_generation(data)
    if isinstance(version, str) and problem is None:
        return version
    if problem and "asyncapi" in data:
        message, hint = problem
        findings.error("SG202", message, source.span(("asyncapi",)), hint)
        return None
    other = next((key for key in ("openapi", "swagger") if key in data), None)
    findings.error(
        "SG201",
        "this is an OpenAPI document" if other else "the key `asyncapi` is missing",
        source.span((other,), key=True) if other else source.span(()),
        "an AsyncAPI document begins with `asyncapi: 3.0.0`",
    )
    return None


def _unsupported(version: JsonValue) -> tuple[str, str] | None:
    if isinstance(version, str) and version in SUPPORTED:
        return None
    message = f"`{version}` is not a version of AsyncAPI that sockgen reads"
    begun = [one for one in SUPPORTED if one.startswith(f"{version}.")]
    if isinstance(version, int | float):
        full = begun[-1] if begun else "3.0.0"
        return message, f"write the version in full and in quotes, such as `'{full}'`"
    close = begun[-1] if begun else likely(str(version), SUPPORTED)
    hint = f"did you mean `{close}`? {_ALL}" if close else _ALL
    return message, hint


def _of_other_generation(data: JsonObject) -> tuple[str, str] | None:
    """What is wrong with a version when all of the document is written in another.

    Each of its keys would be a fault, and one is meant.
    """
    version = str(data.get("asyncapi"))
    written = _written_as(data)
    if written is None or written == generation(version):
        return None
    return (
        f"the version is `{version}`, and the channels are those of AsyncAPI {written}",
        "write " + ("`3.0.0`" if written == 3 else "`2.6.0`") + ", if that is meant",
    )


def _written_as(data: JsonObject) -> int | None:
    """The generation that channels and operations are of, None if they are of none."""
    channels = [one for one in _values(data, "channels") if "$ref" not in one]
    operations = list(_values(data, "operations"))
    old = [one for one in channels if {"publish", "subscribe"} & one.keys()]
    new = [one for one in channels if {"address", "messages"} & one.keys()]
    acting = [one for one in operations if "action" in one and "channel" in one]
    if acting and new and not old:
        return 3
    return 2 if old and not (new or operations) else None


def _values(data: JsonObject, key: str) -> Iterator[JsonObject]:
    below = data.get(key)
    for value in below.values() if isinstance(below, dict) else ():
        if isinstance(value, dict):
            yield value
