"""Pages of HTML: whatever a view has is text, and is escaped."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sockgen.rendering.environment import templates_folder


def html(template: str, **view: object) -> str:
    """A page of one template, by its path in the folder of the templates."""
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(view)
