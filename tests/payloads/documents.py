"""The documents whose payloads are tried."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.building import PET_STORE
from tests.schemas_in_all_ways import MATRIX

from sockgen.contract import JsonObject, JsonValue

EVERYTHING = Path(__file__).with_name("everything.yaml")
_MODERN = "application/schema+json;version=draft-2020-12"


def documents(folder: Path) -> list[Path]:
    """The Pet Store, schemas as documents have them, and each keyword on its own."""
    keywords = folder / "keywords.json"
    keywords.write_text(json.dumps(both_ways(MATRIX)), encoding="utf-8")
    return [PET_STORE, EVERYTHING, keywords]


def both_ways(schemas: Mapping[str, JsonObject]) -> JsonObject:
    """A document with an event of each schema in each direction, and its answer."""
    messages: dict[str, JsonValue] = {}
    operations: dict[str, JsonValue] = {}
    for number, key in enumerate(schemas):
        schema: JsonObject = {"$ref": f"#/components/schemas/{key}"}
        payload: JsonObject = {"schemaFormat": _MODERN, "schema": schema}
        for name in (f"m{number}", f"r{number}"):
            options: JsonObject = {"args": "single"}
            messages[name] = {"name": name, "payload": payload, "x-socketio": options}
        for action in ("send", "receive"):
            operations[f"{action}{number}"] = {
                "action": action,
                "channel": {"$ref": "#/channels/all"},
                "messages": [{"$ref": f"#/channels/all/messages/m{number}"}],
                "reply": {"messages": [{"$ref": f"#/channels/all/messages/r{number}"}]},
            }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Keywords", "version": "1.0.0"},
        "channels": {"all": {"address": "/all", "messages": messages}},
        "operations": operations,
        "components": {"schemas": {**schemas}},
    }
