"""What a change of a document is to the names of everything that it does not touch."""

from dataclasses import dataclass, replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as some

from sockgen.contract import (
    Ack,
    AckError,
    Api,
    Direction,
    Event,
    JsonObject,
    Namespace,
    Room,
)
from sockgen.naming import constant, pascal, snake
from sockgen.targets.python.names import name_api
from sockgen.targets.python.notes import Notes

WORDS = some.sampled_from(
    "say Say SAY join-room join_room joinRoom a.b a:b a/b class self list 1st новое "
    "消息 item items match send emit error connect Model Event order#new order.new "
    "typing".split()
)
BOTH = (Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT)


@dataclass(frozen=True, slots=True)
class Sketch:
    """An API by the words in it: namespaces with events, rooms and errors."""

    namespaces: dict[str, tuple[list[str], list[str], list[str]]]
    schemas: list[str]

    def api(self) -> Api:
        found = [_namespace(name, *one) for name, one in self.namespaces.items()]
        schemas: dict[str, JsonObject] = {one: {} for one in self.schemas}
        return Api("T", "1", (), tuple(found), schemas)


def _namespace(
    name: str, events: list[str], rooms: list[str], errors: list[str]
) -> Namespace:
    ack = Ack((), tuple(AckError(one, ()) for one in errors))
    told = [Event(one, way, ()) for one in events for way in BOTH]
    told.append(Event("fail", Direction.CLIENT_TO_SERVER, (), ack))
    kinds = tuple(Room(one, one, ()) for one in rooms)
    return Namespace(f"/{name}", tuple(told), rooms=kinds)


LISTS = some.lists(WORDS, unique=True, max_size=6)
SKETCHES = some.builds(
    Sketch,
    some.dictionaries(WORDS, some.tuples(LISTS, LISTS, LISTS), min_size=1, max_size=3),
    LISTS,
)


def public(sketch: Sketch) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every name that a user of the package types, by what it stands for."""
    names = name_api(sketch.api(), Notes())
    found: dict[tuple[str, ...], tuple[str, ...]] = {
        **{("schema", key): (name,) for key, name in names.schemas.items()},
        **{("error", key): (name,) for key, name in names.errors.items()},
    }
    for wire, one in names.namespaces.items():
        found["namespace", wire] = (one.attribute, one.handlers, one.client, one.rooms)
        for room, name in one.room_classes.items():
            found["room", wire, room] = (name, one.room_attributes[room])
        for (event, way), made in one.events.items():
            place = ("event", wire, event, way.value)
            found[place] = (made.stem, made.constant, made.stream)
    return found


@settings(max_examples=200, deadline=None)
@given(SKETCHES, some.randoms())
def test_the_order_of_a_document_is_nothing_to_the_names(
    sketch: Sketch, chance: Random
) -> None:
    def mixed(words: list[str]) -> list[str]:
        return chance.sample(words, len(words))

    entries = chance.sample([*sketch.namespaces.items()], len(sketch.namespaces))
    turned = {name: tuple(map(mixed, one)) for name, one in entries}
    other = Sketch(
        {name: (one[0], one[1], one[2]) for name, one in turned.items()},
        mixed(sketch.schemas),
    )
    assert public(sketch) == public(other)


@settings(max_examples=200, deadline=None)
@given(SKETCHES, some.data())
def test_an_event_more_or_less_leaves_the_names_of_others(
    sketch: Sketch, data: some.DataObject
) -> None:
    """Unless it would have the name of another one; the plainer of the two has it."""
    name = data.draw(some.sampled_from([*sketch.namespaces]))
    events, rooms, errors = sketch.namespaces[name]
    new = data.draw(WORDS)
    alike = [one for one in events if snake(one) == snake(new)]
    if new in events or alike:
        return
    more = {**sketch.namespaces, name: ([new, *events], rooms, errors)}
    before, after = public(sketch), public(replace(sketch, namespaces=more))
    assert {key: after[key] for key in before} == before


@settings(max_examples=200, deadline=None)
@given(SKETCHES, WORDS)
def test_a_schema_more_or_less_leaves_the_names_of_others(
    sketch: Sketch, new: str
) -> None:
    namespaces = [constant(one) for one in sketch.namespaces]
    if pascal(new) in [*map(pascal, sketch.schemas), *namespaces]:
        return
    other = replace(sketch, schemas=[new, *sketch.schemas])
    before, after = public(sketch), public(other)
    assert {key: after[key] for key in before} == before


def test_a_stream_is_called_like_its_event_in_the_plural() -> None:
    streams = {
        "position": "positions",
        "positions": "positions_events",
        "entry": "entries",
        "entries": "entries_events",
        "box": "boxes",
        "status": "statuses",
        "address": "addresses",
        "day": "days",
    }
    found = public(Sketch({"a": ([*streams], [], [])}, []))
    for event, stream in streams.items():
        assert found["event", "/a", event, BOTH[0].value][2] == stream


def test_rooms_have_names_that_python_takes_as_they_are() -> None:
    rooms = ["match", "type", "case", "class", "_"]
    found = public(Sketch({"a": ([], rooms, [])}, []))
    attributes = [found["room", "/a", one][1] for one in rooms]
    assert attributes == ["match", "type", "case", "class_", "u5f"]
