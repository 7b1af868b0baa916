"""What the console page of a mock shows of a contract."""

import json
import secrets
from collections.abc import Iterable
from typing import Any

from sockgen.contract import (
    Ack,
    AckError,
    Api,
    Argument,
    Direction,
    Event,
    Example,
    JsonValue,
    Namespace,
    Requirement,
)
from sockgen.mock.http import Response
from sockgen.mock.service import Mock
from sockgen.mock.settings import Spot
from sockgen.rendering import html


def page(mock: Mock, token: str, run: str) -> Response:
    """The page, as it is sent: its scripts and styles are its own, and no others run.

    `token` is what the page shows when it asks for something, `run` tells one run of
    a mock from the next.
    """
    nonce = secrets.token_urlsafe(16)
    text = html(
        "mock/console.html.jinja",
        api=mock.api,
        path=mock.path,
        transports=", ".join(mock.transports),
        namespaces=[_namespace(mock, one) for one in mock.api.namespaces],
        token=token,
        run=run,
        nonce=nonce,
    )
    policy = {
        "default-src": "'none'",
        "script-src": f"'nonce-{nonce}'",
        "style-src": f"'nonce-{nonce}'",
        "connect-src": "'self'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    headers = {
        "content-security-policy": "; ".join(f"{key} {policy[key]}" for key in policy)
    }
    return Response(
        text.encode(errors="replace"), "text/html; charset=utf-8", 200, headers
    )


def _namespace(mock: Mock, one: Namespace) -> dict[str, Any]:
    ways = [" + ".join(map(_requirement, way)) for way in one.security]
    return {
        "name": one.name,
        "title": one.title,
        "description": one.description,
        "security": " or ".join(ways),
        "rooms": [{"key": room.key, "name": room.name} for room in one.rooms],
        "events": [_event(mock, one, event) for event in one.events],
    }


def _requirement(one: Requirement) -> str:
    return (
        f"{one.credential} ({', '.join(one.scopes)})" if one.scopes else one.credential
    )


def _event(mock: Mock, namespace: Namespace, event: Event) -> dict[str, Any]:
    emitted = event.direction is Direction.SERVER_TO_CLIENT
    example = (
        mock.emitter.example(Spot(namespace.name, event.name)) if emitted else None
    )
    moves = [
        *(f"to room {one}" for one in event.rooms),
        *(f"joins {one.room}" for one in event.joins),
        *(f"leaves {one.room}" for one in event.leaves),
    ]
    return {
        "name": event.name,
        "emitted": emitted,
        "about": event.summary or event.title,
        "description": event.description,
        "deprecated": event.deprecated,
        "moves": moves,
        "arguments": _arguments(mock.api, event.arguments),
        "examples": _examples(event.examples),
        "answers": list(_answers(mock.api, event.ack)),
        "payload": _pretty([*example] if example is not None else []),
    }


def _answers(api: Api, ack: Ack | None) -> Iterable[dict[str, Any]]:
    if ack is None:
        return
    answers: list[Ack | AckError] = [ack, *ack.errors]
    for one in answers:
        yield {
            "name": one.name if isinstance(one, AckError) else "",
            "arguments": _arguments(api, one.arguments),
            "examples": _examples(one.examples),
        }


def _arguments(api: Api, arguments: Iterable[Argument]) -> list[dict[str, Any]]:
    return [
        {
            "name": ("*" if one.rest else "") + one.name,
            "optional": not one.required and not one.rest,
            "description": one.description,
            "schema": _pretty(api.schemas.get(one.schema)),
        }
        for one in arguments
    ]


def _examples(examples: Iterable[Example]) -> list[dict[str, str]]:
    return [{"name": one.name, "values": _pretty([*one.arguments])} for one in examples]


def _pretty(value: JsonValue) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
