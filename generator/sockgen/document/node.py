"""A value of the document together with its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from sockgen.diagnostics import Span
from sockgen.document.references import Target, first_target, reference_of, resolve
from sockgen.source import JsonValue, Pointer, Source


@dataclass(frozen=True, slots=True)
class Node:
    """A value, where it stands, and the traits that stand behind it.

    Whoever descends with `get`, `entries` and `items` never sees a reference:
    what they give is what the reference means. `defaults` are consulted for
    keys that the value itself has not, the last of them first.
    """

    source: Source
    pointer: Pointer
    value: JsonValue
    defaults: tuple["Node", ...] = ()

    def raw(self, key: str | int) -> "Node | None":
        """The value below `key` as it is written, a reference left alone."""
        value = self.value
        if isinstance(value, dict) and isinstance(key, str) and key in value:
            return Node(self.source, (*self.pointer, key), value[key])
        if isinstance(value, list) and isinstance(key, int) and key < len(value):
            return Node(self.source, (*self.pointer, key), value[key])
        return None

    def get(self, key: str) -> "Node | None":
        """The value below `key`: of the object itself, or of its traits."""
        found = [
            child.followed()
            for layer in (self, *reversed(self.defaults))
            if (child := layer.raw(key)) is not None
        ]
        if not found:
            return None
        objects = [one for one in found if isinstance(one.value, dict)]
        if len(found) == 1 or found[0] not in objects:
            return found[0]
        return objects[0].with_defaults(tuple(reversed(objects[1:])))

    def with_defaults(self, defaults: tuple["Node", ...]) -> "Node":
        """The same value with traits behind it."""
        return Node(self.source, self.pointer, self.value, defaults)

    def with_traits(self) -> "Node":
        """An operation or a message with its own traits behind it."""
        traits = self.get("traits")
        return self.with_defaults(tuple(traits.items())) if traits else self

    def entries(self) -> Iterator[tuple[str, "Node"]]:
        """The entries of a mapping, in order, references followed."""
        keys: dict[str, None] = {}
        for layer in (self, *self.defaults):
            if isinstance(layer.value, dict):
                keys.update(dict.fromkeys(layer.value))
        for key in keys:
            child = self.get(key)
            if child is not None:
                yield key, child

    def items(self) -> Iterator["Node"]:
        """The items of a list, references followed."""
        return (item.followed() for item in self.raw_items())

    def raw_items(self) -> Iterator["Node"]:
        """The items of a list as they are written."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(self.source, (*self.pointer, index), value)

    def raw_values(self) -> Iterator["Node"]:
        """The values of a mapping as they are written."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield Node(self.source, (*self.pointer, key), value)

    def text(self, key: str) -> str:
        """The text below `key`, empty if there is none."""
        child = self.get(key)
        return child.value if child and isinstance(child.value, str) else ""

    def flag(self, key: str) -> bool:
        """Whether the value below `key` is true."""
        child = self.get(key)
        return child is not None and child.value is True

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of the list below `key`."""
        child = self.get(key)
        if child is None or not isinstance(child.value, list):
            return ()
        return tuple(item for item in child.value if isinstance(item, str))

    @property
    def reference(self) -> str | None:
        """The text of the reference that stands here, if one does."""
        return reference_of(self.value)

    def target(self) -> "Node":
        """The place that a reference names, which may hold another reference."""
        if self.reference is None:
            return self
        return self._at(first_target(self.source, self.reference))

    def followed(self) -> "Node":
        """The value that a reference means in the end."""
        if self.reference is None:
            return self
        return self._at(resolve(self.source, self.reference))

    def _at(self, found: object) -> "Node":
        # A document with a broken reference is never read; while it is still
        # being judged, such a reference stands for itself.
        if isinstance(found, Target):
            return Node(found.source, found.pointer, found.value)
        return self

    def span(self, *, key: bool = False) -> Span:
        """Where the value stands, or its key."""
        return self.source.span(self.pointer, key=key)

    def key_span(self, key: str) -> Span:
        """Where the key of an entry stands; without one, the key of this value."""
        for layer in (self, *reversed(self.defaults)):
            if layer.raw(key) is not None:
                return self.source.span((*layer.pointer, key), key=True)
        return self.span(key=True)
