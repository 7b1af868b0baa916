"""What valid values of a place there are, each worth a try."""

from collections.abc import Iterator

from sockgen.contract import JsonValue
from sockgen.sampling import numbers, texts
from sockgen.sampling.binary import is_binary
from sockgen.sampling.lists import lengthened
from sockgen.sampling.patterns import matching
from sockgen.sampling.places import Place, listed, named, type_of
from sockgen.sampling.shown import shown

MANY = 20
"""Items of what takes any number."""
_NO_TEXT = {False: "\ud83d\0", True: "7aC9AA=="}
"""What stands for bytes that are not UTF-8, as text and encoded."""
_ITEMS = 100
"""Items of a list, or keys of a map, that are sent."""
_KEYS = 5
"""Keys of a map that may have any number."""


def alternatives(place: Place) -> Iterator[tuple[str, str, JsonValue]]:
    """Values that may be valid for a place, as a kind, words and the value."""
    yield from _choices(place)
    if not place.all("enum") and not place.all("const"):
        match place.value:
            case str():
                yield from _texts(place, place.value)
            case bool():
                yield "boolean", "true", True
                yield "boolean", "false", False
            case int() | float():
                for kind, words, number in numbers.inside(place):
                    yield kind, f"{shown(number)}, {words}", number
            case list():
                yield from _lists(place, place.value)
            case dict():
                yield from _objects(place, place.value)
            case _:
                pass
    yield "null", "null", None


def _choices(place: Place) -> Iterator[tuple[str, str, JsonValue]]:
    for values in place.all("enum"):
        for one in listed(values):
            yield "enum", shown(one), one
    for one in place.all("const"):
        yield "const", shown(one), one
    for values in place.all("examples"):
        for one in listed(values):
            if type_of(one) not in ("object", "array"):
                yield "examples", shown(one), one


def _texts(place: Place, text: str) -> Iterator[tuple[str, str, JsonValue]]:
    if any(map(is_binary, place.parts)):
        encoded = "base64" in place.all("contentEncoding")
        yield "binary", "bytes that are no text", _NO_TEXT[encoded]
    least, most = lengths(place, "minLength"), lengths(place, "maxLength")
    shortest, longest = max(least, default=0), min(most, default=None)
    for words, one in texts.right(place.all("format")):
        yield "format", words, one
    if not place.all("format") and not place.all("pattern"):
        for words, one in texts.scripts(shortest, longest):
            yield words, words, one
    for pattern in place.all("pattern"):
        others = matching(str(pattern), shortest)
        for one in (one for one in others if one != text):
            yield "pattern", f"{shown(one)}, of its pattern", one
            break
    for length in least or [0]:
        kind = "minLength" if length else "empty"
        yield kind, _counted(length), texts.stretched(text, length)
    for length in most:
        sent = min(length, texts.LONGEST)
        yield "maxLength", _counted(sent), texts.stretched(text, sent)
        words = f"{_counted(sent)} of several bytes each"
        yield "characters", words, texts.wide(sent)


def _counted(length: int) -> str:
    return f"{length} character{'' if length == 1 else 's'}"


def _lists(
    place: Place, value: list[JsonValue]
) -> Iterator[tuple[str, str, JsonValue]]:
    least, most = lengths(place, "minItems"), lengths(place, "maxItems")
    for count in (*least, *([] if least else [0])):
        yield "minItems", _items(count), value[:count]
    for count in most:
        sent = min(count, _ITEMS)
        if value:
            yield "maxItems", _items(sent), lengthened(value, sent)
    if value and not most:
        yield "many", _items(MANY), lengthened(value, MANY)


def _items(count: int) -> str:
    return f"{count} item{'' if count == 1 else 's'}"


def _objects(
    place: Place, value: dict[str, JsonValue]
) -> Iterator[tuple[str, str, JsonValue]]:
    declared = {key for one in place.all("properties") for key in named(one)}
    if not place.all("additionalProperties") and declared:
        yield "more", "a property of its own", {**value, "notDeclared": True}
    required = (key for one in place.all("required") for key in listed(one))
    wanted = {key for key in required if isinstance(key, str)}
    least = {key: one for key, one in value.items() if key in wanted}
    if least != value:
        kind, words = ("least", "what it must have") if least else ("empty", "empty")
        yield kind, words, least
    for key in value:
        if key not in declared:
            yield "key", "a key in another script", {**value, "ключ ключей": value[key]}
            yield from _entries(place, value, key)
            break


def _entries(
    place: Place, value: dict[str, JsonValue], key: str
) -> Iterator[tuple[str, str, JsonValue]]:
    """Maps with as many keys as they may have, or with several."""
    most = lengths(place, "maxProperties")
    count = min(_ITEMS, *most) if most else _KEYS
    names = [f"{key}{number}" for number in range(2, 2 + count - len(value))]
    if names:
        kind = "maxProperties" if most else "many"
        yield kind, f"{count} keys", {**value, **dict.fromkeys(names, value[key])}


def lengths(place: Place, keyword: str) -> list[int]:
    """The bounds of a length that the schemas of a place give."""
    return [
        int(one)
        for one in place.all(keyword)
        if isinstance(one, (int, float)) and not isinstance(one, bool)
    ]
