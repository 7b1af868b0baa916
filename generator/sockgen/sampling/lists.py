"""Lists of other lengths."""

from sockgen.contract import JsonValue


def lengthened(value: list[JsonValue], length: int) -> list[JsonValue]:
    """A list with a number of items, made of the last one, none of them twice."""
    made = value[:length]
    while len(made) < length:
        made.append(_varied(value[-1], len(made)))
    return made


def repeated(value: list[JsonValue], length: int) -> list[JsonValue]:
    """A list with a number of items, each of which it has already."""
    return [value[number % len(value)] for number in range(length)]


def _varied(value: JsonValue, number: int) -> JsonValue:
    """A value that is nearly another one, and differs for each number."""
    match value:
        case bool() | None:
            return value
        case int() | float():
            return value + number
        case str():
            end = str(number)
            kept = value[: -len(end)] if len(end) < len(value) else value
            return kept + end
        case list():
            return [*value[:-1], _varied(value[-1], number)] if value else value
        case dict():
            for key, one in value.items():
                if (varied := _varied(one, number)) != one:
                    return {**value, key: varied}
            return value
