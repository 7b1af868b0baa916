"""A bundled document as text."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import yaml

from sockgen.source import JsonValue
from sockgen.source.scalars import STR, plain_tag

if TYPE_CHECKING:
    _Base = yaml.SafeDumper
else:
    _Base = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Base):
    """Quotes what YAML 1.2 would not read as text, and repeats nothing by aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(_dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = None if plain_tag(text) == STR else "'"
    return yaml.ScalarNode(STR, text, style=style)


_Dumper.add_representer(str, _text)


def to_yaml(data: JsonValue) -> str:
    """Write values as YAML, in their own order."""
    # Its types name one that is not known to every checker.
    dump: Callable[..., str] = cast("Any", yaml).dump
    return dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=88)
