"""The plain forms of texts and numbers."""

from sockgen.contract import JsonObject, JsonValue
from sockgen.targets.python.notes import Notes, Place
from sockgen.targets.python.patterns import translate

FORMATS = frozenset({"date-time", "date", "uuid", "binary"})
"""Formats with a Python type of their own; the rest are text."""
TEXT_FORMATS = frozenset(
    """date time date-time duration uuid email idn-email hostname ipv4 ipv6 uri
    uri-reference iri iri-reference uri-template json-pointer relative-json-pointer
    """.split()
)
"""Formats that the runtime checks, besides `binary`."""
_LENGTHS = ("minLength", "maxLength")
_COUNTED = 2**63 - 1
"""Pydantic counts no further, and nothing is as long as this."""
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def simple_string(whole: JsonObject, where: Place, notes: Notes) -> JsonObject:
    """A text with its lengths and its pattern, or a format with neither."""
    form: JsonObject = {"type": "string"}
    kind = whole.get("format")
    if kind in FORMATS:
        form["format"] = kind
    elif kind is not None and kind not in TEXT_FORMATS:
        notes.format(where, str(kind))
    for keyword in _LENGTHS:
        if keyword not in whole:
            continue
        if kind in FORMATS and kind != "binary":
            notes.unsaid(where, keyword, f"the format is `{kind}`")
        else:
            form[keyword] = whole_number(whole[keyword])
    pattern = whole.get("pattern")
    if isinstance(pattern, str):
        if kind in FORMATS:
            notes.unsaid(where, "pattern", f"the format is `{kind}`")
        elif translate(pattern) is None:
            notes.unchecked(where, "pattern", "Python's `re` does not take it")
        else:
            form["pattern"] = pattern
    return form


def simple_number(whole: JsonObject, where: Place, notes: Notes) -> JsonObject:
    """A number or an integer with its bounds."""
    form: JsonObject = {"type": whole["type"]}
    if (kind := whole.get("format")) is not None and kind not in TEXT_FORMATS:
        notes.format(where, str(kind))
    integer = form["type"] == "integer"
    for keyword in _BOUNDS:
        if keyword in whole:
            form[keyword] = whole[keyword] if not integer else _exact(whole[keyword])
    if integer:
        _integer_bounds(form)
    step = _exact(whole.get("multipleOf"))
    # Pydantic divides floats as the machine does: of those, the rule decides.
    if isinstance(step, int) and integer:
        form["multipleOf"] = step
    elif integer and isinstance(step, float) and not (1 / step).is_integer():
        notes.unsaid(where, "multipleOf", "the step of an integer is a fraction")
    return form


def _integer_bounds(form: JsonObject) -> None:
    """Bounds that are fractions, as the next integers inside of them."""
    for keyword, other, up in (
        ("minimum", "minimum", 1),
        ("exclusiveMinimum", "minimum", 1),
        ("maximum", "maximum", 0),
        ("exclusiveMaximum", "maximum", 0),
    ):
        bound = form.get(keyword)
        if isinstance(bound, float):
            del form[keyword]
            form[other] = int(bound // 1) + up


def _exact(value: JsonValue) -> JsonValue:
    """A number as an integer if it is one."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def whole_number(value: JsonValue) -> JsonValue:
    """A count, which may be written as 3.0, and is never more than there can be."""
    return min(int(value), _COUNTED) if isinstance(value, (int, float)) else value
