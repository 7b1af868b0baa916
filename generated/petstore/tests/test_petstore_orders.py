"""Contract tests of the namespace `/orders`."""

from __future__ import annotations

import pytest

# isort: split
from petstore import contract

# isort: split
from petstore._testing.cases import Case, Cases, Flaw, Flaws
from petstore._testing.company import Company
from petstore._testing.door import Door
from petstore._testing.fuzzing import Fuzzer
from petstore._testing.probe import Probe

NAMESPACE = contract.ORDERS
LIBRARY = ("connect", "disconnect", "connect_error", "disconnecting")
UNDECLARED: Cases = {
    "no-such-event": ("no-such-event",),
    "order-not-so, which only begins so": (
        "order-not-so",
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "ORDER, in other letters": (
        "ORDER",
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "ORDER-CREATED, in other letters": (
        "ORDER-CREATED",
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "TRACK-ORDER, in other letters": ("TRACK-ORDER", {"orderId": "order-1001"}),
    "watch, of /inventory": ("watch", {"petId": "pet-7"}),
    "unwatch, of /inventory": ("unwatch", {"petId": "pet-7"}),
    "reserve, of /inventory": ("reserve", "pet-7", 2, 30),
    "mark-read, of /notifications": (
        "mark-read",
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        ],
    ),
    "message, of /chat": ("message", {"text": "Does pet-7 like children?"}),
    "typing, of /chat": ("typing",),
    "photo, of /chat": (
        "photo",
        {"caption": "The new basket", "image": b"\x89PNG\r\n\x1a\n"},
    ),
}

WAYS = {"jwt": 0}
FLAWS: Flaws = {
    "no credentials": (0, "", ""),
    "a wrong `jwt`": (0, "jwt", "wrong"),
    "a `jwt` that goes on after the right one": (0, "jwt", "longer"),
    "a `jwt` that ends before the right one does": (0, "jwt", "shorter"),
    "the `jwt` in other letters": (0, "jwt", "letters"),
    "a `jwt` that is the name of what every object has": (0, "jwt", "member"),
    "an empty `jwt`": (0, "jwt", "empty"),
    "a malformed `jwt`": (0, "jwt", "malformed"),
}
BROKEN_AUTH: Cases = {
    "auth: its JSON text": ('{"token": "a.json.webtoken"}',),
    "auth: a property without its object": ("a.json.webtoken",),
    "token: missing": ({},),
    "token: 0 characters, fewer than 1": ({"token": ""},),
    "auth: null": (None,),
    "token: in a list": ({"token": ["a.json.webtoken"]},),
    'auth: "text", a string': ("text",),
    "token: true, a boolean": ({"token": True},),
    "auth: [], a list": ([],),
    "token: {}, an object": ({"token": {}},),
    "auth: 7, a number": (7,),
    "auth: in a list": ([{"token": "a.json.webtoken"}],),
    "token: null": ({"token": None},),
    "auth: true, a boolean": (True,),
    "token: 7, a number": ({"token": 7},),
    "token: [], a list": ({"token": []},),
}

RECEIVE_TRACK_ORDER: Cases = {
    "example 1": ({"orderId": "order-1001"},),
    "orderId: accents": ({"orderId": "Zoë Åström, naïve café"},),
    "orderId: emoji": ({"orderId": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱"},),
    "orderId: right to left": ({"orderId": "שלום مرحبا"},),
    "orderId: combining marks": ({"orderId": "é ñ ö q̣"},),
    "orderId: Chinese": ({"orderId": "小狗和小猫"},),
    "orderId: quotes and markup": (
        {"orderId": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--'},
    ),
    "orderId: a space": ({"orderId": " "},),
    "orderId: lines and tabs": ({"orderId": "one\ntwo\tthree\r\n"},),
    "orderId: the name of what every object has": ({"orderId": "constructor"},),
    "orderId: 1 character": ({"orderId": "o"},),
    "orderId: 64 characters": (
        {"orderId": "order-1001111111111111111111111111111111111111111111111111111111"},
    ),
    "orderId: 64 characters of several bytes each": (
        {
            "orderId": "猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫",
        },
    ),
}
BROKEN_RECEIVE_TRACK_ORDER: Cases = {
    "TrackOrder: its JSON text": ('{"orderId": "order-1001"}',),
    "TrackOrder: a property without its object": ("order-1001",),
    "orderId: missing": ({},),
    'orderId: spelled "order_id"': ({"order_id": "order-1001"},),
    "notDeclared: not declared": ({"orderId": "order-1001", "notDeclared": True},),
    "constructor: not declared": ({"orderId": "order-1001", "constructor": True},),
    "orderId: 0 characters, fewer than 1": ({"orderId": ""},),
    "orderId: 65 characters, more than 64": (
        {
            "orderId": "order-10011111111111111111111111111111111111111111111111111111111",
        },
    ),
    "TrackOrder: null": (None,),
    "TrackOrder: in a list": ([{"orderId": "order-1001"}],),
    'TrackOrder: "text", a string': ("text",),
    "orderId: true, a boolean": ({"orderId": True},),
    "orderId: [], a list": ({"orderId": []},),
    "orderId: {}, an object": ({"orderId": {}},),
    "TrackOrder: 7, a number": (7,),
    "TrackOrder: true, a boolean": (True,),
    "orderId: null": ({"orderId": None},),
    "TrackOrder: [], a list": ([],),
    "orderId: 7, a number": ({"orderId": 7},),
    "orderId: in a list": ({"orderId": ["order-1001"]},),
}
COUNTS_RECEIVE_TRACK_ORDER: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": ({"orderId": "order-1001"}, None),
}

# The most telling of 72.
RECEIVE_ORDER: Cases = {
    "puppy": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "least": ({"petId": "pet-9", "quantity": 3},),
    "least (2)": ({"petId": "pet-7", "quantity": 1},),
    "fullest": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": "text",
        },
    ),
    "quantity: 10, the most": (
        {
            "petId": "pet-7",
            "quantity": 10,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address: what it must have": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "city": "Bristol"},
            "note": "Please ring twice.",
        },
    ),
    "address/postcode: 0 characters": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "city": "Bristol", "postcode": ""},
            "note": "Please ring twice.",
        },
    ),
    "petId: 64 characters": (
        {
            "petId": "pet-777777777777777777777777777777777777777777777777777777777777",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "note: 500 characters of several bytes each": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫",
        },
    ),
    "address/street: 1 character": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "1", "city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/city: accents": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Zoë Åström, naïve café",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "requestId: emoji": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱",
        },
    ),
    "petId: right to left": (
        {
            "petId": "שלום مرحبا",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address/street: combining marks": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "é ñ ö q̣", "city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/city: Chinese": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "小狗和小猫",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address/postcode: quotes and markup": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--',
            },
            "note": "Please ring twice.",
        },
    ),
    "note: a space": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": " ",
        },
    ),
    "requestId: lines and tabs": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": "one\ntwo\tthree\r\n",
        },
    ),
    "petId: the name of what every object has": (
        {
            "petId": "constructor",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "petId: accents": (
        {
            "petId": "Zoë Åström, naïve café",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address/street: emoji": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address/city: right to left": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "שלום مرحبا",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address/postcode: combining marks": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "é ñ ö q̣",
            },
            "note": "Please ring twice.",
        },
    ),
    "note: 0 characters": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "",
        },
    ),
    "requestId: Chinese": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": "小狗和小猫",
        },
    ),
    "petId: quotes and markup": (
        {
            "petId": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--',
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address/street: a space": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": " ", "city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
}
BROKEN_RECEIVE_ORDER: Cases = {
    'petId: spelled "pet_id"': (
        {
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "pet_id": "pet-7",
        },
    ),
    "quantity: 1.5, no integer": (
        {
            "petId": "pet-7",
            "quantity": 1.5,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "quantity: 0, below the minimum 1": (
        {
            "petId": "pet-7",
            "quantity": 0,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "quantity: 11, above the maximum 10": (
        {
            "petId": "pet-7",
            "quantity": 11,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "NewOrder: its JSON text": (
        '{"petId": "pet-7", "quantity": 1, "address": {"street": "12 Kennel Lane", "city": "Bristol", "postcode": "BS1 4DJ"}, "note": "Please ring twice."}',
    ),
    "address: a property without its object": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": "12 Kennel Lane",
            "note": "Please ring twice.",
        },
    ),
    "notDeclared: not declared": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "notDeclared": True,
        },
    ),
    "constructor: not declared": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "constructor": True,
        },
    ),
    "note: 501 characters, more than 500": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice....................................................................................................................................................................................................................................................................................................................................................................................................................................................................................................",
        },
    ),
    "address/street: 0 characters, fewer than 1": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "", "city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/city: missing": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/postcode: null": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": None,
            },
            "note": "Please ring twice.",
        },
    ),
    "requestId: in a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": ["text"],
        },
    ),
    "petId: true, a boolean": (
        {
            "petId": True,
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address: [], a list": (
        {"petId": "pet-7", "quantity": 1, "address": [], "note": "Please ring twice."},
    ),
    "address/street: {}, an object": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": {}, "city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    'NewOrder: "text", a string': ("text",),
    "address/city: 7, a number": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "city": 7, "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/constructor: not declared": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
                "constructor": True,
            },
            "note": "Please ring twice.",
        },
    ),
    "NewOrder: null": (None,),
    "petId: missing": (
        {
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    'quantity: "1", a string': (
        {
            "petId": "pet-7",
            "quantity": "1",
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address: its JSON text": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": '{"street": "12 Kennel Lane", "city": "Bristol", "postcode": "BS1 4DJ"}',
            "note": "Please ring twice.",
        },
    ),
    "note: 7, a number": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": 7,
        },
    ),
    "address/street: missing": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/city: null": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": None,
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address/postcode: 7, a number": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "city": "Bristol", "postcode": 7},
            "note": "Please ring twice.",
        },
    ),
    "requestId: null": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": None,
        },
    ),
    "NewOrder: 7, a number": (7,),
    "petId: null": (
        {
            "petId": None,
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "quantity: missing": (
        {
            "petId": "pet-7",
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address/notDeclared: not declared": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
                "notDeclared": True,
            },
            "note": "Please ring twice.",
        },
    ),
    "note: null": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": None,
        },
    ),
    "address/street: 7, a number": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": 7, "city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/city: 0 characters, fewer than 1": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "city": "", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/postcode: in a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": ["BS1 4DJ"],
            },
            "note": "Please ring twice.",
        },
    ),
    "requestId: 7, a number": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": 7,
        },
    ),
    "NewOrder: a property without its object": ("pet-7",),
    "petId: 7, a number": (
        {
            "petId": 7,
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "quantity: null": (
        {
            "petId": "pet-7",
            "quantity": None,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    'address: "text", a string': (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": "text",
            "note": "Please ring twice.",
        },
    ),
    "note: true, a boolean": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": True,
        },
    ),
    "address/street: null": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": None, "city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/city: [], a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "city": [], "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/postcode: {}, an object": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "city": "Bristol", "postcode": {}},
            "note": "Please ring twice.",
        },
    ),
    "requestId: 101 characters, more than 100": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": "textttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt",
        },
    ),
    "NewOrder: in a list": (
        [
            {
                "petId": "pet-7",
                "quantity": 1,
                "address": {
                    "street": "12 Kennel Lane",
                    "city": "Bristol",
                    "postcode": "BS1 4DJ",
                },
                "note": "Please ring twice.",
            },
        ],
    ),
    "petId: 0 characters, fewer than 1": (
        {
            "petId": "",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "quantity: true, a boolean": (
        {
            "petId": "pet-7",
            "quantity": True,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address: 7, a number": (
        {"petId": "pet-7", "quantity": 1, "address": 7, "note": "Please ring twice."},
    ),
    "note: [], a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": [],
        },
    ),
    "address/street: in a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": ["12 Kennel Lane"],
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address/city: {}, an object": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "city": {}, "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/postcode: true, a boolean": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": True,
            },
            "note": "Please ring twice.",
        },
    ),
    "requestId: 0 characters, fewer than 1": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": "",
        },
    ),
    "NewOrder: [], a list": ([],),
    "petId: 65 characters, more than 64": (
        {
            "petId": "pet-7777777777777777777777777777777777777777777777777777777777777",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "quantity: {}, an object": (
        {
            "petId": "pet-7",
            "quantity": {},
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address: null": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": None,
            "note": "Please ring twice.",
        },
    ),
    "note: in a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": ["Please ring twice."],
        },
    ),
    "address/street: true, a boolean": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": True, "city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/city: in a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": ["Bristol"],
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address/postcode: [], a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": "12 Kennel Lane", "city": "Bristol", "postcode": []},
            "note": "Please ring twice.",
        },
    ),
    "requestId: {}, an object": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": {},
        },
    ),
    "NewOrder: true, a boolean": (True,),
    "petId: [], a list": (
        {
            "petId": [],
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "quantity: in a list": (
        {
            "petId": "pet-7",
            "quantity": [1],
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address: {}, an object": (
        {"petId": "pet-7", "quantity": 1, "address": {}, "note": "Please ring twice."},
    ),
    "note: {}, an object": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": {},
        },
    ),
    "address/street: [], a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {"street": [], "city": "Bristol", "postcode": "BS1 4DJ"},
            "note": "Please ring twice.",
        },
    ),
    "address/city: true, a boolean": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": True,
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "requestId: true, a boolean": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": True,
        },
    ),
    "NewOrder: {}, an object": ({},),
    "petId: in a list": (
        {
            "petId": ["pet-7"],
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "quantity: [], a list": (
        {
            "petId": "pet-7",
            "quantity": [],
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address: in a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": [
                {"street": "12 Kennel Lane", "city": "Bristol", "postcode": "BS1 4DJ"},
            ],
            "note": "Please ring twice.",
        },
    ),
    "requestId: [], a list": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
            "requestId": [],
        },
    ),
    "petId: {}, an object": (
        {
            "petId": {},
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    'quantity: "text", a string': (
        {
            "petId": "pet-7",
            "quantity": "text",
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
    ),
    "address: true, a boolean": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": True,
            "note": "Please ring twice.",
        },
    ),
}
COUNTS_RECEIVE_ORDER: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": (
        {
            "petId": "pet-7",
            "quantity": 1,
            "address": {
                "street": "12 Kennel Lane",
                "city": "Bristol",
                "postcode": "BS1 4DJ",
            },
            "note": "Please ring twice.",
        },
        None,
    ),
}

# The most telling of 39.
RECEIVE_ORDER_CREATED: Cases = {
    "example 1": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "PartnerOrder: a property of its own": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
            "notDeclared": True,
        },
    ),
    'orderId: "order-1001"': (
        {
            "orderId": "order-1001",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: 64 characters": (
        {
            "orderId": "order-1002",
            "petId": "pet-777777777777777777777777777777777777777777777777777777777777",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "orderId: 64 characters of several bytes each": (
        {
            "orderId": "猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "createdAt: an offset": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-07-08T09:10:11+02:00",
        },
    ),
    "partner: accents": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Zoë Åström, naïve café",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: emoji": (
        {
            "orderId": "order-1002",
            "petId": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: right to left": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "שלום مرحبا",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "orderId: combining marks": (
        {
            "orderId": "é ñ ö q̣",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: Chinese": (
        {
            "orderId": "order-1002",
            "petId": "小狗和小猫",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: quotes and markup": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--',
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "orderId: a space": (
        {
            "orderId": " ",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: lines and tabs": (
        {
            "orderId": "order-1002",
            "petId": "one\ntwo\tthree\r\n",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: the name of what every object has": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "constructor",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "orderId: 1 character": (
        {
            "orderId": "o",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "orderId: accents": (
        {
            "orderId": "Zoë Åström, naïve café",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: right to left": (
        {
            "orderId": "order-1002",
            "petId": "שלום مرحبا",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: emoji": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "createdAt: a fraction": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-07-08T09:10:11.123Z",
        },
    ),
    "orderId: Chinese": (
        {
            "orderId": "小狗和小猫",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: combining marks": (
        {
            "orderId": "order-1002",
            "petId": "é ñ ö q̣",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: a space": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": " ",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "orderId: quotes and markup": (
        {
            "orderId": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--',
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
}
# The most telling of 56.
BROKEN_RECEIVE_ORDER_CREATED: Cases = {
    "PartnerOrder: its JSON text": (
        '{"orderId": "order-1002", "petId": "pet-7", "partner": "Harbour Pets", "createdAt": "2026-11-02T09:30:00Z"}',
    ),
    "PartnerOrder: a property without its object": ("order-1002",),
    "orderId: 65 characters, more than 64": (
        {
            "orderId": "order-10022222222222222222222222222222222222222222222222222222222",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    'petId: spelled "pet_id"': (
        {
            "orderId": "order-1002",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
            "pet_id": "pet-7",
        },
    ),
    "partner: 0 characters, fewer than 1": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "createdAt: missing": (
        {"orderId": "order-1002", "petId": "pet-7", "partner": "Harbour Pets"},
    ),
    "orderId: null": (
        {
            "orderId": None,
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: in a list": (
        {
            "orderId": "order-1002",
            "petId": ["pet-7"],
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    'createdAt: "text", a string': (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "text",
        },
    ),
    "partner: true, a boolean": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": True,
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "PartnerOrder: [], a list": ([],),
    "orderId: {}, an object": (
        {
            "orderId": {},
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: 7, a number": (
        {
            "orderId": "order-1002",
            "petId": 7,
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    'createdAt: "2026-01-02T03:04:05", no date-time: without a zone': (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-01-02T03:04:05",
        },
    ),
    "PartnerOrder: null": (None,),
    "orderId: missing": (
        {
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: missing": (
        {
            "orderId": "order-1002",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: 7, a number": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": 7,
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "createdAt: null": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": None,
        },
    ),
    'PartnerOrder: "text", a string': ("text",),
    "orderId: 7, a number": (
        {
            "orderId": 7,
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: null": (
        {
            "orderId": "order-1002",
            "petId": None,
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: missing": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "createdAt: 7, a number": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": 7,
        },
    ),
    "PartnerOrder: 7, a number": (7,),
    'orderId: spelled "order_id"': (
        {
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
            "order_id": "order-1002",
        },
    ),
    "petId: 0 characters, fewer than 1": (
        {
            "orderId": "order-1002",
            "petId": "",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: null": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": None,
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    'createdAt: spelled "created_at"': (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "created_at": "2026-11-02T09:30:00Z",
        },
    ),
    "PartnerOrder: in a list": (
        [
            {
                "orderId": "order-1002",
                "petId": "pet-7",
                "partner": "Harbour Pets",
                "createdAt": "2026-11-02T09:30:00Z",
            },
        ],
    ),
    "orderId: 0 characters, fewer than 1": (
        {
            "orderId": "",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: 65 characters, more than 64": (
        {
            "orderId": "order-1002",
            "petId": "pet-7777777777777777777777777777777777777777777777777777777777777",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: [], a list": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": [],
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "createdAt: true, a boolean": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": True,
        },
    ),
    "PartnerOrder: {}, an object": ({},),
    "orderId: in a list": (
        {
            "orderId": ["order-1002"],
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: true, a boolean": (
        {
            "orderId": "order-1002",
            "petId": True,
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: {}, an object": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": {},
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "createdAt: [], a list": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": [],
        },
    ),
    "PartnerOrder: true, a boolean": (True,),
    "orderId: [], a list": (
        {
            "orderId": [],
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: {}, an object": (
        {
            "orderId": "order-1002",
            "petId": {},
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "partner: in a list": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": ["Harbour Pets"],
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "createdAt: in a list": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": ["2026-11-02T09:30:00Z"],
        },
    ),
    "orderId: true, a boolean": (
        {
            "orderId": True,
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "petId: [], a list": (
        {
            "orderId": "order-1002",
            "petId": [],
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "createdAt: {}, an object": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": {},
        },
    ),
    'createdAt: "2026-01-02", no date-time: a day only': (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-01-02",
        },
    ),
}
COUNTS_RECEIVE_ORDER_CREATED: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": (
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
        None,
    ),
}

# The most telling of 33.
SEND_ORDER_UPDATE: Cases = {
    "example 1": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    "least": (
        {"orderId": "order-1001", "status": "shipped", "at": "2026-11-02T15:04:05Z"},
    ),
    "OrderUpdate: a property of its own": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
            "notDeclared": True,
        },
    ),
    "orderId: 1 character": (
        {
            "orderId": "o",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    "orderId: 64 characters": (
        {
            "orderId": "order-1001111111111111111111111111111111111111111111111111111111",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    "orderId: 64 characters of several bytes each": (
        {
            "orderId": "猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    "note: accents": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "Zoë Åström, naïve café",
        },
    ),
    "note: emoji": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱",
        },
    ),
    "note: right to left": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "שלום مرحبا",
        },
    ),
    "orderId: combining marks": (
        {
            "orderId": "é ñ ö q̣",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    "note: Chinese": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "小狗和小猫",
        },
    ),
    "orderId: quotes and markup": (
        {
            "orderId": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--',
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    "note: a space": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": " ",
        },
    ),
    "orderId: lines and tabs": (
        {
            "orderId": "one\ntwo\tthree\r\n",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    "note: the name of what every object has": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "constructor",
        },
    ),
    "at: an offset": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-07-08T09:10:11+02:00",
            "note": "On the van.",
        },
    ),
    "note: 0 characters": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "",
        },
    ),
    'status: "placed"': (
        {
            "orderId": "order-1001",
            "status": "placed",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    "orderId: accents": (
        {
            "orderId": "Zoë Åström, naïve café",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    'status: "approved"': (
        {
            "orderId": "order-1001",
            "status": "approved",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    "at: a fraction": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-07-08T09:10:11.123Z",
            "note": "On the van.",
        },
    ),
    "note: combining marks": (
        {
            "orderId": "order-1001",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "é ñ ö q̣",
        },
    ),
    "orderId: emoji": (
        {
            "orderId": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱",
            "status": "shipped",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
    'status: "packed"': (
        {
            "orderId": "order-1001",
            "status": "packed",
            "at": "2026-11-02T15:04:05Z",
            "note": "On the van.",
        },
    ),
}

SEND_CONFIRM_DELIVERY: Cases = {
    "example 1": ({"orderId": "order-1001", "courier": "Ada"},),
    "Delivery: a property of its own": (
        {"orderId": "order-1001", "courier": "Ada", "notDeclared": True},
    ),
    "orderId: 1 character": ({"orderId": "o", "courier": "Ada"},),
    "orderId: 64 characters": (
        {
            "orderId": "order-1001111111111111111111111111111111111111111111111111111111",
            "courier": "Ada",
        },
    ),
    "orderId: 64 characters of several bytes each": (
        {
            "orderId": "猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫",
            "courier": "Ada",
        },
    ),
    "courier: 0 characters": ({"orderId": "order-1001", "courier": ""},),
    "courier: accents": (
        {"orderId": "order-1001", "courier": "Zoë Åström, naïve café"},
    ),
    "courier: emoji": (
        {"orderId": "order-1001", "courier": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱"},
    ),
    "orderId: right to left": ({"orderId": "שלום مرحبا", "courier": "Ada"},),
    "courier: combining marks": ({"orderId": "order-1001", "courier": "é ñ ö q̣"},),
    "orderId: Chinese": ({"orderId": "小狗和小猫", "courier": "Ada"},),
    "courier: quotes and markup": (
        {"orderId": "order-1001", "courier": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--'},
    ),
    "orderId: a space": ({"orderId": " ", "courier": "Ada"},),
    "courier: lines and tabs": (
        {"orderId": "order-1001", "courier": "one\ntwo\tthree\r\n"},
    ),
    "orderId: the name of what every object has": (
        {"orderId": "constructor", "courier": "Ada"},
    ),
    "orderId: accents": ({"orderId": "Zoë Åström, naïve café", "courier": "Ada"},),
    "courier: right to left": ({"orderId": "order-1001", "courier": "שלום مرحبا"},),
    "orderId: emoji": ({"orderId": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱", "courier": "Ada"},),
    "courier: Chinese": ({"orderId": "order-1001", "courier": "小狗和小猫"},),
    "orderId: combining marks": ({"orderId": "é ñ ö q̣", "courier": "Ada"},),
    "courier: a space": ({"orderId": "order-1001", "courier": " "},),
    "orderId: quotes and markup": (
        {"orderId": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--', "courier": "Ada"},
    ),
    "courier: the name of what every object has": (
        {"orderId": "order-1001", "courier": "constructor"},
    ),
    "orderId: lines and tabs": ({"orderId": "one\ntwo\tthree\r\n", "courier": "Ada"},),
}


@pytest.mark.contract(NAMESPACE)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_connect_with_good_credentials(door: Door, way: int) -> None:
    """Each way in opens the namespace."""
    door.admits(NAMESPACE, way)


@pytest.mark.contract(NAMESPACE)
@pytest.mark.parametrize("flaw", FLAWS.items(), ids=FLAWS)
def test_connect_is_refused(door: Door, flaw: Flaw) -> None:
    """Nobody gets in whose credentials have a flaw."""
    door.refuses(NAMESPACE, flaw)


@pytest.mark.contract(NAMESPACE)
@pytest.mark.parametrize("case", BROKEN_AUTH.items(), ids=BROKEN_AUTH)
def test_connect_refuses_an_invalid_auth(door: Door, case: Case) -> None:
    """Nobody gets in whose `auth` breaks its schema."""
    door.refuses_auth(NAMESPACE, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_TRACK_ORDER)
@pytest.mark.parametrize("case", RECEIVE_TRACK_ORDER.items(), ids=RECEIVE_TRACK_ORDER)
def test_track_order_is_acknowledged(probe: Probe, case: Case) -> None:
    """A valid `track-order` is handled and gets an answer that the document allows."""
    probe.accepts(contract.ORDERS_RECEIVE_TRACK_ORDER, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_TRACK_ORDER)
@pytest.mark.parametrize(
    "case",
    BROKEN_RECEIVE_TRACK_ORDER.items(),
    ids=BROKEN_RECEIVE_TRACK_ORDER,
)
def test_track_order_refuses_an_invalid_payload(probe: Probe, case: Case) -> None:
    """A `track-order` that breaks its schema is refused, and the connection stands."""
    probe.refuses(contract.ORDERS_RECEIVE_TRACK_ORDER, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_TRACK_ORDER)
@pytest.mark.parametrize(
    "case",
    COUNTS_RECEIVE_TRACK_ORDER.items(),
    ids=COUNTS_RECEIVE_TRACK_ORDER,
)
def test_track_order_refuses_a_wrong_number_of_arguments(
    probe: Probe,
    case: Case,
) -> None:
    """A `track-order` with too few or too many arguments is refused."""
    probe.refuses(contract.ORDERS_RECEIVE_TRACK_ORDER, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_TRACK_ORDER)
def test_track_order_is_answered_call_by_call(company: Company) -> None:
    """Each `track-order` gets its own answer, also of several at the same time."""
    company.keeps_apart(
        contract.ORDERS_RECEIVE_TRACK_ORDER,
        RECEIVE_TRACK_ORDER,
        BROKEN_RECEIVE_TRACK_ORDER,
    )


@pytest.mark.contract(contract.ORDERS_RECEIVE_TRACK_ORDER, last=True)
def test_track_order_may_come_first(company: Company) -> None:
    """A `track-order` is answered if it is the first event of a client."""
    company.comes_first(contract.ORDERS_RECEIVE_TRACK_ORDER, RECEIVE_TRACK_ORDER)


@pytest.mark.contract(contract.ORDERS_RECEIVE_TRACK_ORDER)
def test_track_order_may_ask_for_no_answer(probe: Probe) -> None:
    """A `track-order` that asks for no acknowledgement does no harm."""
    probe.takes_unasked(contract.ORDERS_RECEIVE_TRACK_ORDER, RECEIVE_TRACK_ORDER)


@pytest.mark.contract(contract.ORDERS_RECEIVE_TRACK_ORDER)
def test_track_order_needs_a_connect(door: Door) -> None:
    """Nobody's `track-order` is handled who has not connected to the namespace."""
    case = next(iter(RECEIVE_TRACK_ORDER.items()))
    door.ignores_strangers(contract.ORDERS_RECEIVE_TRACK_ORDER, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER)
@pytest.mark.parametrize("case", RECEIVE_ORDER.items(), ids=RECEIVE_ORDER)
def test_order_is_acknowledged(probe: Probe, case: Case) -> None:
    """A valid `order` is handled and gets an answer that the document allows."""
    probe.accepts(contract.ORDERS_RECEIVE_ORDER, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER)
@pytest.mark.parametrize("case", BROKEN_RECEIVE_ORDER.items(), ids=BROKEN_RECEIVE_ORDER)
def test_order_refuses_an_invalid_payload(probe: Probe, case: Case) -> None:
    """A `order` that breaks its schema is refused, and the connection stands."""
    probe.refuses(contract.ORDERS_RECEIVE_ORDER, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER)
@pytest.mark.parametrize("case", COUNTS_RECEIVE_ORDER.items(), ids=COUNTS_RECEIVE_ORDER)
def test_order_refuses_a_wrong_number_of_arguments(probe: Probe, case: Case) -> None:
    """A `order` with too few or too many arguments is refused."""
    probe.refuses(contract.ORDERS_RECEIVE_ORDER, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER)
def test_order_is_answered_call_by_call(company: Company) -> None:
    """Each `order` gets its own answer, also of several at the same time."""
    company.keeps_apart(
        contract.ORDERS_RECEIVE_ORDER,
        RECEIVE_ORDER,
        BROKEN_RECEIVE_ORDER,
    )


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER, last=True)
def test_order_may_come_first(company: Company) -> None:
    """A `order` is answered if it is the first event of a client."""
    company.comes_first(contract.ORDERS_RECEIVE_ORDER, RECEIVE_ORDER)


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER)
def test_order_may_ask_for_no_answer(probe: Probe) -> None:
    """A `order` that asks for no acknowledgement does no harm."""
    probe.takes_unasked(contract.ORDERS_RECEIVE_ORDER, RECEIVE_ORDER)


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER)
def test_order_needs_a_connect(door: Door) -> None:
    """Nobody's `order` is handled who has not connected to the namespace."""
    case = next(iter(RECEIVE_ORDER.items()))
    door.ignores_strangers(contract.ORDERS_RECEIVE_ORDER, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER_CREATED)
@pytest.mark.parametrize(
    "case",
    RECEIVE_ORDER_CREATED.items(),
    ids=RECEIVE_ORDER_CREATED,
)
def test_order_created_is_handled(probe: Probe, case: Case) -> None:
    """A valid `order-created` is handled."""
    probe.accepts(contract.ORDERS_RECEIVE_ORDER_CREATED, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER_CREATED)
@pytest.mark.parametrize(
    "case",
    BROKEN_RECEIVE_ORDER_CREATED.items(),
    ids=BROKEN_RECEIVE_ORDER_CREATED,
)
def test_order_created_refuses_an_invalid_payload(probe: Probe, case: Case) -> None:
    """A `order-created` that breaks its schema is refused, and the connection stands."""
    probe.refuses(contract.ORDERS_RECEIVE_ORDER_CREATED, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER_CREATED)
@pytest.mark.parametrize(
    "case",
    COUNTS_RECEIVE_ORDER_CREATED.items(),
    ids=COUNTS_RECEIVE_ORDER_CREATED,
)
def test_order_created_refuses_a_wrong_number_of_arguments(
    probe: Probe,
    case: Case,
) -> None:
    """A `order-created` with too few or too many arguments is refused."""
    probe.refuses(contract.ORDERS_RECEIVE_ORDER_CREATED, case)


@pytest.mark.contract(contract.ORDERS_RECEIVE_ORDER_CREATED)
def test_order_created_needs_a_connect(door: Door) -> None:
    """Nobody's `order-created` is handled who has not connected to the namespace."""
    case = next(iter(RECEIVE_ORDER_CREATED.items()))
    door.ignores_strangers(contract.ORDERS_RECEIVE_ORDER_CREATED, case)


@pytest.mark.contract(contract.ORDERS_SEND_ORDER_UPDATE)
@pytest.mark.parametrize("case", SEND_ORDER_UPDATE.items(), ids=SEND_ORDER_UPDATE)
def test_order_update_arrives(probe: Probe, case: Case) -> None:
    """A valid `order-update` reaches the client as it was sent."""
    probe.hears(contract.ORDERS_SEND_ORDER_UPDATE, case)


@pytest.mark.contract(NAMESPACE)
def test_order_update_is_not_taken_from_a_client(probe: Probe) -> None:
    """A `order-update` is for the server to send, and nothing happens if a client does."""
    wire = next(iter(SEND_ORDER_UPDATE.values()))
    probe.ignores("order-update", wire)


@pytest.mark.contract(contract.ORDERS_SEND_CONFIRM_DELIVERY)
@pytest.mark.parametrize(
    "case",
    SEND_CONFIRM_DELIVERY.items(),
    ids=SEND_CONFIRM_DELIVERY,
)
def test_confirm_delivery_arrives(probe: Probe, case: Case) -> None:
    """A valid `confirm-delivery` reaches the client, and its answer the server."""
    probe.hears(contract.ORDERS_SEND_CONFIRM_DELIVERY, case)


@pytest.mark.contract(NAMESPACE)
def test_confirm_delivery_is_not_taken_from_a_client(probe: Probe) -> None:
    """A `confirm-delivery` is for the server to send, and nothing happens if a client
    does.
    """
    wire = next(iter(SEND_CONFIRM_DELIVERY.values()))
    probe.ignores("confirm-delivery", wire)


@pytest.mark.contract(NAMESPACE)
@pytest.mark.parametrize("case", UNDECLARED.items(), ids=UNDECLARED)
def test_an_undeclared_event_is_ignored(probe: Probe, case: Case) -> None:
    """An event that the document does not have here is not handled."""
    probe.ignores_undeclared(case)


@pytest.mark.contract(NAMESPACE)
@pytest.mark.parametrize("name", LIBRARY)
def test_an_event_of_the_library_is_ignored(probe: Probe, name: str) -> None:
    """No client can make the server believe in a connect or a disconnect."""
    probe.resists(name)


@pytest.mark.contract(NAMESPACE)
def test_any_sequence_of_events_is_answered(fuzzer: Fuzzer) -> None:
    """With `--fuzz`: what the document says holds whatever several clients send."""
    fuzzer.holds(
        {
            contract.ORDERS_RECEIVE_ORDER: RECEIVE_ORDER,
            contract.ORDERS_RECEIVE_ORDER_CREATED: RECEIVE_ORDER_CREATED,
            contract.ORDERS_RECEIVE_TRACK_ORDER: RECEIVE_TRACK_ORDER,
        },
    )
