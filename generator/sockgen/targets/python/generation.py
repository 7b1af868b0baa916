"""The one call of datamodel-code-generator."""

import ast
import json
from collections.abc import Mapping
from functools import lru_cache

from sockgen.contract import JsonObject

RUNTIME = "sockgen_runtime"
"""Stands for the runtime package until the imports are written."""
_ROOT = "SockgenRoot"
_OWN = ("StrictInt", "StrictFloat", "AwareDatetime", "UUID", "date")
"""Types that the runtime has in a version that reads the wire as a schema does."""


def generate(schemas: Mapping[str, JsonObject]) -> ast.Module:
    """The module of models for definitions in plain form, as a syntax tree."""
    return ast.parse(_text(json.dumps(schemas)) if schemas else "")


def prepare() -> None:
    """Import all that it needs, for processes that are to begin after that."""
    generate({"Any": {"type": "string"}})


@lru_cache(32)  # a document that is built again has mostly the same forms
def _text(schemas: str) -> str:
    # Importing it takes longer than anything else that a build does.
    import datamodel_code_generator as generator
    from datamodel_code_generator.enums import (
        DataModelType,
        StrictTypes,
        TargetPydanticVersion,
    )
    from datamodel_code_generator.format import PythonVersion

    text = generator.generate(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": _ROOT,
            "type": "null",
            "$defs": json.loads(schemas),
        },
        input_file_type=generator.InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        target_pydantic_version=TargetPydanticVersion("2.14"),
        base_class=f"{RUNTIME}.payloads.Model",
        import_overrides=dict.fromkeys(_OWN, f"{RUNTIME}.payloads"),
        class_name=_ROOT,
        formatters=[],
        builtin_format_line_length=88,
        use_double_quotes=True,
        disable_timestamp=True,
        use_annotated=True,
        use_standard_collections=True,
        use_union_operator=True,
        use_type_alias=True,
        use_missing_sentinel=True,
        strict_nullable=True,
        strict_types=list(StrictTypes),
        use_specialized_enum=True,
        use_tuple_for_closed_arrays=True,
        allow_remote_refs=False,
    )
    if not isinstance(text, str):
        raise AssertionError("the models are not one module")
    return text
