"""What is valid in the Pet Store, by another judge than sockgen: jsonschema."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SPEC = Path(__file__).parents[2] / "specs" / "petstore.yaml"
DOCUMENT = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
REGISTRY: Any = Registry().with_resource("spec", DRAFT202012.create_resource(DOCUMENT))
FORMATS = FormatChecker([])
_DATE_TIME = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d"
    r"(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII | re.IGNORECASE,
)


@FORMATS.checks("date-time")
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or bool(_DATE_TIME.fullmatch(value))


@FORMATS.checks("uuid", ValueError)
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or str(UUID(value)) == value.lower()


def validator(reference: str) -> Any:
    """What checks a value by a schema of the document."""
    schema = {"$ref": f"spec#/components/{reference}"}
    return Draft202012Validator(schema, registry=REGISTRY, format_checker=FORMATS)
