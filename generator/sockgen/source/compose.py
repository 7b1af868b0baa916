"""From text to the tree of YAML nodes, by libyaml where it is installed."""

import yaml
from yaml.composer import Composer
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from sockgen.source.scalars import MAP, SEQ, STR, plain_tag

MAX_DEPTH = 100
"""How deep a document may nest. Far beyond any sane one, far below the stack."""

MAX_NODES = 1_000_000
"""How many values and keys a document may hold. Each takes some hundred bytes."""


class TooMany(Exception):
    """A document holds more than `MAX_NODES` values."""


class TooDeep(Exception):
    """A document nests deeper than `MAX_DEPTH`."""

    def __init__(self, mark: yaml.Mark) -> None:
        super().__init__("too deep")
        self.mark = mark


class _Resolving:
    """What the composer of PyYAML asks for: the tag of a node, and when it descends."""

    _depth = 0
    _nodes = 0

    def resolve(
        self, kind: type[yaml.Node], value: str | None, implicit: tuple[bool, bool]
    ) -> str:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise TooMany
        if kind is yaml.ScalarNode:
            return plain_tag(value or "") if implicit[0] else STR
        return SEQ if kind is yaml.SequenceNode else MAP

    def descend_resolver(self, current_node: yaml.Node | None, _index: object) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH and current_node is not None:
            raise TooDeep(current_node.start_mark)

    def ascend_resolver(self) -> None:
        self._depth -= 1


class _PureComposer(_Resolving, Reader, Scanner, Parser, Composer):
    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)


if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    class _FastComposer(_Resolving, CParser):
        pass

    _composer: type[_FastComposer] | type[_PureComposer] = _FastComposer
else:
    _composer = _PureComposer


def compose(text: str) -> yaml.Node | None:
    """The node tree of a text, None when it holds no document.

    Raises `TooDeep`, `TooMany` and the errors of PyYAML.
    """
    composer = _composer(text)
    try:
        return composer.get_single_node()
    finally:
        composer.dispose()
