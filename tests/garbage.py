"""Garbage, as data: what may come over a connection and means nothing.

`sockgen` has no part in it: servers and clients of either kind are given it by tests.
"""

import json
import random
from collections.abc import Iterator
from typing import NamedTuple

Frame = str | bytes
ORDER = '["order",{"petId":"pet-7","quantity":1}]'
PHOTO = '["photo",{"image":{"_placeholder":true,"num":0},"caption":"Rex"}]'
DEEP = "[" * 100_000 + "]" * 100_000
DEEPISH = "[" * 600 + "]" * 600
HUGE = "1" * 1_000_000
LARGEST = 1_000_000


class Garbage(NamedTuple):
    """Frames of Engine.IO as they stand on a websocket, and what becomes of it.

    `stays` says whether the connection goes on.
    """

    name: str
    frames: tuple[Frame, ...]
    stays: bool


def placeholder(num: str) -> str:
    return f'451-/chat,1["photo",{{"image":{{"_placeholder":true,"num":{num}}}}}]'


ENGINE = [
    Garbage("a letter", ("x",), False),
    Garbage("an unknown type", ("8hello",), False),
    Garbage("a digit of another alphabet", ("\u0664hello",), False),
    Garbage("a superscript", ("\u00b2",), False),
    Garbage("a handshake", ('0{"sid":"x","upgrades":[]}',), False),
    Garbage("a deep ping", ("2" + DEEP,), False),
    Garbage("a deep pong", ("3" + DEEP,), False),
    Garbage("a message that is empty", ("4",), False),
    Garbage("a message that is deep JSON", ("4" + DEEP,), False),
    Garbage("a message that is an object", ('4{"a":1}',), False),
    Garbage("a message that is a list", ("4[1,2]",), False),
    Garbage("a message that is null", ("4null",), False),
    Garbage("a message that is true", ("4true",), False),
    Garbage("a message that is a number", ("4 2",), False),
    Garbage("a message that is a string", ('4"0"',), False),
    Garbage("a message of letters", ("4hello",), False),
    Garbage("a surrogate", ('42/orders,1["\\ud800"]',), True),
    Garbage("a NUL", ("4\0",), False),
    Garbage("pongs that nobody asked for", ("3", "3", "3probe"), True),
]
SOCKETIO = [
    Garbage("an unknown packet", ("47[]",), False),
    Garbage("a packet type 9", ("49",), False),
    Garbage("a refusal", ('44{"message":"no"}',), False),
    Garbage("an event of nothing", ("42",), False),
    Garbage("an event in an empty list", ("42[]",), False),
    Garbage("an event in an object", ('42{"a":1}',), False),
    Garbage("an event in a string", ('42"order"',), False),
    Garbage("an event in a number", ("42/orders,",), False),
    Garbage("an event that is null", ("42null",), False),
    Garbage("an event called 1", ("42[1,2]",), False),
    Garbage("an event called []", ("42[[]]",), False),
    Garbage("an event called {}", ("42/orders,[{},1]",), False),
    Garbage("an event called null", ("42/orders,1[null]",), False),
    Garbage("half an event", ('42/orders,1["order",{"petId":',), False),
    Garbage("deep JSON", ('42/orders,1["order",' + DEEP + "]",), False),
    Garbage("less deep JSON", ('42/orders,1["order",' + DEEPISH + "]",), False),
    Garbage("deep JSON in a CONNECT", ("40/notifications," + DEEP,), False),
    Garbage("a deep object", ('42["x",' + '{"a":' * 999 + "1" + "}" * 999,), False),
    Garbage("a million digits", ('42["x",' + HUGE[:-20] + "]",), False),
    Garbage("NaN", ('42/orders,["order",NaN]',), False),
    Garbage("Infinity", ('42/orders,["order",{"quantity":-Infinity}]',), False),
    Garbage("1e999", ('42/orders,["order",{"petId":"p","quantity":1e999}]',), False),
    Garbage("a key twice", ('42/orders,["order",{"petId":1,"petId":2}]',), True),
    Garbage(
        "a key of lines", ('42/orders,["order",{"' + "\\n" * 50_000 + '":1}]',), True
    ),
    Garbage("faults", ("42/chat,1[" + '"message"' + ",{}" * 50_000 + "]",), True),
    Garbage("no arguments", ('42/orders,["order"]',), True),
    Garbage("a thousand arguments", ('42/orders,["order"' + ",1" * 999 + "]",), True),
    Garbage("an event named connect", ('42/orders,1["connect",{}]',), True),
    Garbage("an event named disconnect", ('42/orders,["disconnect","x"]',), True),
    Garbage("an event of the library", ('42/orders,["__disconnect_final"]',), True),
    Garbage("an event of no contract", ('42/orders,["' + "x" * 99_999 + '"]',), True),
    Garbage("an event elsewhere", ('42/nowhere,1["order"]',), True),
    Garbage("an event before CONNECT", ('42/inventory,1["watch"]',), True),
    Garbage("a namespace of no contract", ("40/nowhere,",), True),
    Garbage("a namespace without end", ("40/" + "x" * 99_999,), True),
    Garbage("a CONNECT with a list", ("40/notifications,[1]",), True),
    Garbage("a CONNECT with a number", ("40/notifications,1e400",), False),
    Garbage("a CONNECT with a string", ('40/notifications,"token"',), True),
    Garbage("a goodbye and a CONNECT", ("1", "40"), False),
    Garbage("CONNECT twice", ("40/,", "40", "40{}"), True),
    Garbage("DISCONNECT of nothing", ("41/nowhere,", "41/inventory,"), True),
    Garbage(
        "DISCONNECT twice",
        ("40/notifications,", "41/notifications,", "41/notifications,"),
        True,
    ),
    Garbage("an id of letters", ('42/orders,x["order"]',), False),
    Garbage("an id below zero", ('42/orders,-1["order"]',), False),
    Garbage("a huge id", (f'42/orders,{HUGE[:99]}["order"]',), True),
    Garbage("an id without end", (f'42/orders,{HUGE[:999]}["order"]',), False),
    Garbage("an ack of nobody", ("43/orders,99[1]",), True),
    Garbage("ack 0", ("43/orders,0[1]", "43/orders,0[]", "43[]"), False),
    Garbage("only ack 0", ("43/orders,0[1]", "43/orders,0[]", "430[]"), True),
    Garbage("an ack elsewhere", ("43/nowhere,1[]",), True),
    Garbage("a huge ack", (f"43/orders,{HUGE[:99]}[]",), True),
    Garbage("an ack without id", ("43/orders,[]",), False),
    Garbage("an ack below zero", ("43/orders,-1[]",), False),
    Garbage("an ack in an object", ('43/orders,1{"a":1}',), False),
    Garbage("an ack of nothing", ("43/orders,1",), False),
]
BINARY = [
    Garbage("an attachment without header", (b"\0\1\2",), False),
    Garbage("an attachment that looks like text", (b"42[]",), False),
    Garbage("an empty attachment", (b"",), False),
    Garbage("text for an attachment", ("451-/chat,1" + PHOTO, '42["x"]'), False),
    Garbage("too many attachments", ("452-/chat,1" + PHOTO, b"a", b"b"), False),
    Garbage("one too many", ("451-/chat,1" + PHOTO, b"a", b"b"), False),
    Garbage("no attachments", ("450-/orders," + ORDER,), True),
    Garbage("no count", ("45/orders," + ORDER,), True),
    Garbage("a count of letters", ("45x-/chat," + PHOTO,), False),
    Garbage("a count without end", (f"45{HUGE[:99]}-/chat," + PHOTO,), False),
    Garbage("a count of billions", ("459999999999-/chat," + PHOTO,), False),
    Garbage("a count of an event", ("421-/chat," + PHOTO,), False),
    Garbage("num -1", (placeholder("-1"), b"a"), False),
    Garbage("num 99", (placeholder("99"), b"a"), False),
    Garbage("num x", (placeholder('"x"'), b"a"), False),
    Garbage("num null", (placeholder("null"), b"a"), False),
    Garbage("num true", (placeholder("true"), b"a"), False),
    Garbage("num 0.0", (placeholder("0.0"), b"a"), False),
    Garbage("num []", (placeholder("[]"), b"a"), False),
    Garbage("num of a million digits", (placeholder(HUGE[:9999]), b"a"), False),
    Garbage("a forged placeholder", ("42/chat,1" + PHOTO,), True),
    Garbage("binary elsewhere", ('451-/nowhere,1["x",' + PHOTO + "]", b"a"), True),
    Garbage("an ack with an attachment", ('461-/chat,9[{"_placeholder":1}]',), False),
    Garbage("a binary ack", ("461-/chat,9" + PHOTO.replace("photo", ""), b"a"), True),
    Garbage("deep JSON in binary", ('451-["x",' + DEEP + "]", b"a"), False),
    Garbage(
        "attachments that are too large together",
        (
            "4517-"
            + json.dumps(["x", *({"_placeholder": True, "num": n} for n in range(17))]),
            *([b"a" * 990_000] * 17),
        ),
        False,
    ),
]
LARGE = [
    Garbage("text that is too large", ('42["' + "x" * LARGEST + '"]',), False),
    Garbage("an attachment that is too large", (b"x" * (LARGEST + 1),), False),
]
TABLE = [*ENGINE, *SOCKETIO, *BINARY, *LARGE]
UNREADABLE_TEXT = b"4\xff\xfe\xfd"


class Request(NamedTuple):
    """A request to the engine path, where `{sid}` stands for a session's id."""

    name: str
    method: str
    query: str
    body: bytes = b""
    status: int = 400


REQUESTS = [
    Request("no query", "GET", ""),
    Request("an old version", "GET", "EIO=3&transport=polling"),
    Request("an unknown transport", "GET", "EIO=4&transport=pigeon"),
    Request("no websocket", "GET", "EIO=4&transport=websocket"),
    Request("a session of nobody", "GET", "EIO=4&transport=polling&sid=x%0Ay"),
    Request("an empty session", "POST", "EIO=4&transport=polling&sid=", b"40"),
    Request("a POST to nobody", "POST", "EIO=4&transport=polling&sid=x%0Ay", b"40"),
    Request("a POST without session", "POST", "EIO=4&transport=polling", b"40"),
    Request("JSONP x", "GET", "EIO=4&transport=polling&j=x"),
    Request("JSONP \u00b2", "GET", "EIO=4&transport=polling&j=%C2%B2"),
    Request("JSONP of a million", "GET", "EIO=4&transport=polling&j=" + HUGE[:9999]),
    Request("PUT", "PUT", "EIO=4&transport=polling&sid={sid}", b"x", 405),
    Request("DELETE", "DELETE", "EIO=4&transport=polling&sid={sid}", b"", 405),
    Request("no UTF-8", "POST", "EIO=4&transport=polling&sid={sid}", UNREADABLE_TEXT),
    Request("a form", "POST", "EIO=4&transport=polling&sid={sid}", b"d=%34%30"),
    Request("half a form", "POST", "EIO=4&transport=polling&sid={sid}", b"d"),
    Request("an empty form", "POST", "EIO=4&transport=polling&sid={sid}", b"d="),
    Request("no base 64", "POST", "EIO=4&transport=polling&sid={sid}", b"bA"),
    Request("separators", "POST", "EIO=4&transport=polling&sid={sid}", b"\x1e" * 9),
    Request(
        "too many bytes",
        *("POST", "EIO=4&transport=polling&sid={sid}"),
        b"4" + b"2" * LARGEST,
    ),
    Request("nothing", "POST", "EIO=4&transport=polling&sid={sid}", b"", 200),
]
# a form is what JSONP sends, and it is answered
REQUESTS = [
    one._replace(status=200) if one.name == "a form" else one for one in REQUESTS
]
PROBES: list[tuple[str, tuple[Frame, ...]]] = [
    ("nothing", ()),
    ("no probe", ("5",)),
    ("a message", ("40",)),
    ("a letter", ("x",)),
    ("deep JSON", ("2" + DEEP,)),
    ("an attachment", (b"2probe",)),
    ("a probe twice", ("2probe", "2probe")),
    ("a probe and a letter", ("2probe", "x")),
    ("a probe and deep JSON", ("2probe", "4" + DEEP)),
    ("too much", ("x" * (LARGEST + 1),)),
]
CONVERSATIONS: list[tuple[Frame, ...]] = [
    ('40/orders,{"token":"good"}', "42/orders,1" + ORDER, "41/orders,"),
    ('40/chat,{"token":"good"}', "451-/chat,12" + PHOTO, b"\x89PNG", "3", "41/chat,"),
    ("40", '40/inventory,{"token":"good"}', '42/inventory,7["watch",{"petId":"p"}]'),
    (
        "3",
        '40/orders,{"token":"bad"}',
        '42/orders,["order-created",{}]',
        "43/orders,1[]",
    ),
]
"""What clients really say, to be spoilt by `mutations`."""


def mutations(seed: int, count: int) -> Iterator[tuple[Frame, ...]]:
    """Yield conversations that were cut, flipped, repeated and shuffled."""
    chance = random.Random(seed)
    for _ in range(count):
        frames = list(chance.choice(CONVERSATIONS))
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(frames))
            match chance.randrange(5):
                case 0:
                    frames.insert(place, frames[chance.randrange(len(frames))])
                case 1:
                    frames[place] = frames[place][: chance.randint(0, 12)] or "4"
                case 2:
                    del frames[place : place + len(frames) // 2]
                    frames = frames or ["2"]
                case 3:
                    chance.shuffle(frames)
                case _:
                    frames[place] = _flipped(frames[place], chance)
        yield tuple(frames)


def _flipped(frame: Frame, chance: random.Random) -> Frame:
    """A frame with another character in one place, or of the other kind."""
    if not frame or chance.random() < 0.1:
        return frame.encode() if isinstance(frame, str) else frame.decode("latin-1")
    place = chance.randrange(len(frame))
    if isinstance(frame, bytes):
        return frame[:place] + chance.randbytes(1) + frame[place + 1 :]
    other = chance.choice('0123456789-,/[]{}":x\\ \u00b2\0')
    return frame[:place] + other + frame[place + 1 :]
