"""Whether a discriminator tells the schemas of a union apart."""

from sockgen.document import Findings
from sockgen.document.likely import likely_hint
from sockgen.document.references import Target, resolve
from sockgen.source import JsonObject, JsonValue, Pointer, Source

_DEPTH = 12
_CURE = "describe it under `properties`"


def check_discriminator(
    source: Source, place: Pointer, schema: JsonObject, findings: Findings
) -> None:
    """Report a discriminator that names a property which does not tell anything."""
    written = schema["discriminator"]
    name = written.get("propertyName") if isinstance(written, dict) else written
    if not isinstance(name, str):
        return
    span = source.span((*place, "discriminator"))
    keyword = "oneOf" if "oneOf" in schema else "anyOf"
    branches = schema.get(keyword)
    if not isinstance(branches, list):
        properties = _properties(source, schema, 0)
        if "properties" in schema and name not in properties:
            message = f"`{name}` is not a property of this schema"
            hint = likely_hint(name, properties, _CURE)
            findings.warning("SG354", message, span, hint)
        return
    own = _properties(source, schema, 0)
    told = [{**own, **_properties(source, one, 0)}.get(name) for one in branches]
    missing = [index for index, one in enumerate(told) if one is None]
    if len(missing) == len(told):
        message = f"no schema of `{keyword}` has the property `{name}`"
        every = {key for one in branches for key in _properties(source, one, 0)}
        hint = likely_hint(name, sorted(every), _CURE)
        findings.warning("SG354", message, span, hint)
    elif missing:
        message = f"this schema has no property `{name}`, which tells the others apart"
        at = source.span((*place, keyword, missing[0]))
        findings.warning("SG354", message, at)
    elif not any(_says_its_value(one) for one in told):
        findings.warning(
            "SG354",
            f"`{name}` tells nothing apart: no schema of `{keyword}` says its value",
            span,
            f"give `{name}` a `const` of its own in each of them",
        )


def _says_its_value(schema: JsonValue) -> bool:
    return isinstance(schema, dict) and ("const" in schema or "enum" in schema)


def _properties(source: Source, schema: JsonValue, depth: int) -> JsonObject:
    """The properties of a schema, and of all that it is made of."""
    if not isinstance(schema, dict) or depth > _DEPTH:
        return {}
    found: JsonObject = {}
    parts = schema.get("allOf")
    for part in parts if isinstance(parts, list) else ():
        found.update(_properties(source, part, depth + 1))
    if isinstance(reference := schema.get("$ref"), str):
        target = resolve(source, reference)
        if isinstance(target, Target):
            found.update(_properties(source, target.value, depth + 1))
    own = schema.get("properties")
    return {**found, **own} if isinstance(own, dict) else found
