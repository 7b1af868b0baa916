"""From a view to the text of a module, with the imports that it turns out to need."""

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sockgen.rendering import Renderer
from sockgen.targets.python.imports import Sources, grouped
from sockgen.targets.python.used_names import names_in

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Module:
    """What a template needs.

    `sources` says where names may be imported from, `names` what is needed
    besides what the code shows, such as a name that stands in quotes.
    """

    template: str
    view: View
    sources: Sources = field(default_factory=dict[str, list[str]])
    names: frozenset[str] = frozenset()

    def text(self, renderer: Renderer) -> str:
        """The text of the module: it is rendered twice, first to see what it uses."""
        if not self.sources:
            return renderer.render(self.template, **self.view)
        bare = renderer.render(self.template, imports=[], **self.view)
        known = set(chain.from_iterable(self.sources.values()))
        imports = grouped(self.sources, names_in(bare, known) | self.names)
        return renderer.render(self.template, imports=imports, **self.view)
