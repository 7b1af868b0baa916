"""How long large documents take, and how much memory.

    python tests/benchmarks/big_document.py [EVENTS ...] [--no-build] [--write FOLDER]

Prints a line for each size: seconds and peak memory of `validate` and of `build`,
each in a process of its own, and the time for an event, which should not grow.
The documents are always the same: AsyncAPI 3, sockgen's own dialect.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

SIZES = (20, 200, 1000)
EVENTS_IN_A_NAMESPACE = 20
WORDS = "order item user price place stock offer note label route".split()
KINDS: tuple[dict[str, Any], ...] = (
    {"type": "string", "minLength": 1, "maxLength": 200},
    {"type": "integer", "minimum": 0},
    {"type": "string", "format": "date-time"},
    {"type": "number", "exclusiveMinimum": 0},
    {"type": "array", "items": {"type": "string"}, "maxItems": 20},
    {"type": "string", "enum": ["new", "open", "closed"]},
    {"type": "boolean", "default": False},
    {"type": "object", "additionalProperties": {"type": "string"}},
)


def document(events: int) -> dict[str, Any]:
    """A document of so many events; every fourth is answered, every fifth sent."""
    count = -(-events // EVENTS_IN_A_NAMESPACE)
    channels = {f"space{index}": _channel(index) for index in range(count)}
    operations: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": _schema(0, "Problem"), "Money": _money()}
    for number in range(events):
        channel = f"space{number // EVENTS_IN_A_NAMESPACE}"
        _event(number, channel, channels[channel]["messages"], operations, schemas)
    return {
        "asyncapi": "3.0.0",
        "info": {"title": f"{events} events", "version": "1.0.0"},
        "servers": {"main": {"host": "localhost:8000", "protocol": "ws"}},
        "channels": channels,
        "operations": operations,
        "components": {"schemas": schemas},
    }


def _channel(index: int) -> dict[str, Any]:
    return {
        "address": f"/space-{index}",
        "servers": [{"$ref": "#/servers/main"}],
        "description": f"Everything about area {index} of the shop.",
        "messages": {},
    }


def _event(
    number: int,
    channel: str,
    messages: dict[str, Any],
    operations: dict[str, Any],
    schemas: dict[str, Any],
) -> None:
    name, home = f"{WORDS[number % len(WORDS)]}_{number}", f"#/channels/{channel}"
    schema = f"Payload{number}"
    schemas[schema] = _schema(number, schema)
    messages[name] = _message(name, schema, number)
    operation: dict[str, Any] = {
        "action": "send" if number % 5 == 0 else "receive",
        "channel": {"$ref": home},
        "summary": f"What happens when {name} is sent.",
        "messages": [{"$ref": f"{home}/messages/{name}"}],
    }
    if number % 4 == 0:
        messages[f"{name}_ack"] = {"payload": {"$ref": "#/components/schemas/Problem"}}
        operation["reply"] = {"messages": [{"$ref": f"{home}/messages/{name}_ack"}]}
    operations[name] = operation


def _message(name: str, schema: str, number: int) -> dict[str, Any]:
    return {
        "name": name,
        "title": name.replace("_", " ").title(),
        "summary": f"The event {name}, told to whom it concerns.",
        "payload": {"$ref": f"#/components/schemas/{schema}"},
        "examples": [{"payload": {"id": f"id-{number}", "total": {"cents": number}}}],
    }


def _schema(number: int, name: str) -> dict[str, Any]:
    fields = {
        f"{WORDS[(number + index) % len(WORDS)]}{index}": {
            **KINDS[(number + index) % len(KINDS)],
            "description": f"Field {index} of {name}.",
        }
        for index in range(8)
    }
    return {
        "type": "object",
        "description": f"The content of {name}.",
        "required": ["id", "total"],
        "properties": {
            "id": {"type": "string"},
            "total": {"$ref": "#/components/schemas/Money"},
            **fields,
        },
        "additionalProperties": False,
    }


def _money() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["cents"],
        "properties": {"cents": {"type": "integer"}, "currency": {"type": "string"}},
    }


def text(events: int) -> str:
    """The document as YAML."""
    return yaml.dump(document(events), sort_keys=False, Dumper=yaml.CSafeDumper)


def measured(command: str, spec: Path, folder: Path) -> tuple[float, float]:
    """Run a command: the seconds that it takes, and the megabytes at its peak."""
    words = ["build", "--output", str(folder)] if command == "build" else [command]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "sockgen", *words, str(spec)], stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed: {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def main(arguments: list[str]) -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="*", type=int, default=SIZES)
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    commands = ("validate",) if options.no_build else ("validate", "build")
    with tempfile.TemporaryDirectory() as home:
        for events in options.events:
            folder = options.write or Path(home)
            spec = folder / f"events-{events}.yaml"
            spec.write_text(text(events), encoding="utf-8")
            for command in commands:
                output = Path(home) / f"out-{events}"
                seconds, megabytes = measured(command, spec, output)
                size = spec.stat().st_size / 1e6
                print(
                    f"{command:8} {events:5} events {size:5.2f} MB {seconds:7.2f} s "
                    f"{seconds / events * 1000:7.2f} ms/event "
                    f"{megabytes:6.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main(sys.argv[1:])
