"""Contract tests of the namespace `/notifications`."""

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

NAMESPACE = contract.NOTIFICATIONS
LIBRARY = ("connect", "disconnect", "connect_error", "disconnecting")
UNDECLARED: Cases = {
    "no-such-event": ("no-such-event",),
    "mark-read-not-so, which only begins so": (
        "mark-read-not-so",
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        ],
    ),
    "MARK-READ, in other letters": (
        "MARK-READ",
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        ],
    ),
    "order, of /orders": (
        "order",
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
    "order-created, of /orders": (
        "order-created",
        {
            "orderId": "order-1002",
            "petId": "pet-7",
            "partner": "Harbour Pets",
            "createdAt": "2026-11-02T09:30:00Z",
        },
    ),
    "track-order, of /orders": ("track-order", {"orderId": "order-1001"}),
    "watch, of /inventory": ("watch", {"petId": "pet-7"}),
    "unwatch, of /inventory": ("unwatch", {"petId": "pet-7"}),
    "reserve, of /inventory": ("reserve", "pet-7", 2, 30),
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

# The most telling of 44.
SEND_NOTIFICATION: Cases = {
    "shipped": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "order-1001",
            "status": "shipped",
        },
    ),
    "back": (
        {
            "kind": "restock",
            "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "at": "2026-11-03T08:00:00Z",
            "petId": "pet-7",
            "stock": 5,
        },
    ),
    "Notification: a RestockNotification": (
        {
            "kind": "restock",
            "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "at": "2026-01-02T03:04:05Z",
            "petId": "pet-7",
            "stock": 1,
        },
    ),
    "Notification: a property of its own": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "order-1001",
            "status": "shipped",
            "notDeclared": True,
        },
    ),
    "orderId: accents": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "Zoë Åström, naïve café",
            "status": "shipped",
        },
    ),
    "petId: emoji": (
        {
            "kind": "restock",
            "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "at": "2026-01-02T03:04:05Z",
            "petId": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱",
            "stock": 1,
        },
    ),
    "orderId: right to left": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "שלום مرحبا",
            "status": "shipped",
        },
    ),
    "petId: combining marks": (
        {
            "kind": "restock",
            "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "at": "2026-01-02T03:04:05Z",
            "petId": "é ñ ö q̣",
            "stock": 1,
        },
    ),
    "orderId: Chinese": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "小狗和小猫",
            "status": "shipped",
        },
    ),
    "petId: quotes and markup": (
        {
            "kind": "restock",
            "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "at": "2026-01-02T03:04:05Z",
            "petId": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--',
            "stock": 1,
        },
    ),
    "orderId: a space": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": " ",
            "status": "shipped",
        },
    ),
    "petId: lines and tabs": (
        {
            "kind": "restock",
            "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "at": "2026-01-02T03:04:05Z",
            "petId": "one\ntwo\tthree\r\n",
            "stock": 1,
        },
    ),
    "orderId: the name of what every object has": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "constructor",
            "status": "shipped",
        },
    ),
    "petId: 1 character": (
        {
            "kind": "restock",
            "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "at": "2026-01-02T03:04:05Z",
            "petId": "p",
            "stock": 1,
        },
    ),
    "orderId: 64 characters": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "order-1001111111111111111111111111111111111111111111111111111111",
            "status": "shipped",
        },
    ),
    "petId: 64 characters of several bytes each": (
        {
            "kind": "restock",
            "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "at": "2026-01-02T03:04:05Z",
            "petId": "猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫",
            "stock": 1,
        },
    ),
    "stock: 9007199254740991, a large one": (
        {
            "kind": "restock",
            "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "at": "2026-01-02T03:04:05Z",
            "petId": "pet-7",
            "stock": 9007199254740991,
        },
    ),
    "id: in capitals, of version 1": (
        {
            "kind": "order",
            "id": "C232AB00-9414-11EC-B3C8-9F6BDECED846",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "order-1001",
            "status": "shipped",
        },
    ),
    'status: "placed"': (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "order-1001",
            "status": "placed",
        },
    ),
    "at: an offset": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-07-08T09:10:11+02:00",
            "orderId": "order-1001",
            "status": "shipped",
        },
    ),
    "Notification: a property of its own (2)": (
        {
            "kind": "restock",
            "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "at": "2026-01-02T03:04:05Z",
            "petId": "pet-7",
            "stock": 1,
            "notDeclared": True,
        },
    ),
    "id: in capitals, of version 1 (2)": (
        {
            "kind": "restock",
            "id": "C232AB00-9414-11EC-B3C8-9F6BDECED846",
            "at": "2026-01-02T03:04:05Z",
            "petId": "pet-7",
            "stock": 1,
        },
    ),
    "at: a fraction": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-07-08T09:10:11.123Z",
            "orderId": "order-1001",
            "status": "shipped",
        },
    ),
    "orderId: emoji": (
        {
            "kind": "order",
            "id": "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "at": "2026-11-02T15:04:05Z",
            "orderId": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱",
            "status": "shipped",
        },
    ),
}

RECEIVE_MARK_READ: Cases = {
    "example 1": (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        ],
    ),
    "least": (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10"],),
    "NotificationIds: 100 items": (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "7c9e6679-7425-40de-944b-e07fc1f90ae2",
            "7c9e6679-7425-40de-944b-e07fc1f90ae3",
            "7c9e6679-7425-40de-944b-e07fc1f90ae4",
            "7c9e6679-7425-40de-944b-e07fc1f90ae5",
            "7c9e6679-7425-40de-944b-e07fc1f90ae6",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "7c9e6679-7425-40de-944b-e07fc1f90ae8",
            "7c9e6679-7425-40de-944b-e07fc1f90ae9",
            "7c9e6679-7425-40de-944b-e07fc1f90a10",
            "7c9e6679-7425-40de-944b-e07fc1f90a11",
            "7c9e6679-7425-40de-944b-e07fc1f90a12",
            "7c9e6679-7425-40de-944b-e07fc1f90a13",
            "7c9e6679-7425-40de-944b-e07fc1f90a14",
            "7c9e6679-7425-40de-944b-e07fc1f90a15",
            "7c9e6679-7425-40de-944b-e07fc1f90a16",
            "7c9e6679-7425-40de-944b-e07fc1f90a17",
            "7c9e6679-7425-40de-944b-e07fc1f90a18",
            "7c9e6679-7425-40de-944b-e07fc1f90a19",
            "7c9e6679-7425-40de-944b-e07fc1f90a20",
            "7c9e6679-7425-40de-944b-e07fc1f90a21",
            "7c9e6679-7425-40de-944b-e07fc1f90a22",
            "7c9e6679-7425-40de-944b-e07fc1f90a23",
            "7c9e6679-7425-40de-944b-e07fc1f90a24",
            "7c9e6679-7425-40de-944b-e07fc1f90a25",
            "7c9e6679-7425-40de-944b-e07fc1f90a26",
            "7c9e6679-7425-40de-944b-e07fc1f90a27",
            "7c9e6679-7425-40de-944b-e07fc1f90a28",
            "7c9e6679-7425-40de-944b-e07fc1f90a29",
            "7c9e6679-7425-40de-944b-e07fc1f90a30",
            "7c9e6679-7425-40de-944b-e07fc1f90a31",
            "7c9e6679-7425-40de-944b-e07fc1f90a32",
            "7c9e6679-7425-40de-944b-e07fc1f90a33",
            "7c9e6679-7425-40de-944b-e07fc1f90a34",
            "7c9e6679-7425-40de-944b-e07fc1f90a35",
            "7c9e6679-7425-40de-944b-e07fc1f90a36",
            "7c9e6679-7425-40de-944b-e07fc1f90a37",
            "7c9e6679-7425-40de-944b-e07fc1f90a38",
            "7c9e6679-7425-40de-944b-e07fc1f90a39",
            "7c9e6679-7425-40de-944b-e07fc1f90a40",
            "7c9e6679-7425-40de-944b-e07fc1f90a41",
            "7c9e6679-7425-40de-944b-e07fc1f90a42",
            "7c9e6679-7425-40de-944b-e07fc1f90a43",
            "7c9e6679-7425-40de-944b-e07fc1f90a44",
            "7c9e6679-7425-40de-944b-e07fc1f90a45",
            "7c9e6679-7425-40de-944b-e07fc1f90a46",
            "7c9e6679-7425-40de-944b-e07fc1f90a47",
            "7c9e6679-7425-40de-944b-e07fc1f90a48",
            "7c9e6679-7425-40de-944b-e07fc1f90a49",
            "7c9e6679-7425-40de-944b-e07fc1f90a50",
            "7c9e6679-7425-40de-944b-e07fc1f90a51",
            "7c9e6679-7425-40de-944b-e07fc1f90a52",
            "7c9e6679-7425-40de-944b-e07fc1f90a53",
            "7c9e6679-7425-40de-944b-e07fc1f90a54",
            "7c9e6679-7425-40de-944b-e07fc1f90a55",
            "7c9e6679-7425-40de-944b-e07fc1f90a56",
            "7c9e6679-7425-40de-944b-e07fc1f90a57",
            "7c9e6679-7425-40de-944b-e07fc1f90a58",
            "7c9e6679-7425-40de-944b-e07fc1f90a59",
            "7c9e6679-7425-40de-944b-e07fc1f90a60",
            "7c9e6679-7425-40de-944b-e07fc1f90a61",
            "7c9e6679-7425-40de-944b-e07fc1f90a62",
            "7c9e6679-7425-40de-944b-e07fc1f90a63",
            "7c9e6679-7425-40de-944b-e07fc1f90a64",
            "7c9e6679-7425-40de-944b-e07fc1f90a65",
            "7c9e6679-7425-40de-944b-e07fc1f90a66",
            "7c9e6679-7425-40de-944b-e07fc1f90a67",
            "7c9e6679-7425-40de-944b-e07fc1f90a68",
            "7c9e6679-7425-40de-944b-e07fc1f90a69",
            "7c9e6679-7425-40de-944b-e07fc1f90a70",
            "7c9e6679-7425-40de-944b-e07fc1f90a71",
            "7c9e6679-7425-40de-944b-e07fc1f90a72",
            "7c9e6679-7425-40de-944b-e07fc1f90a73",
            "7c9e6679-7425-40de-944b-e07fc1f90a74",
            "7c9e6679-7425-40de-944b-e07fc1f90a75",
            "7c9e6679-7425-40de-944b-e07fc1f90a76",
            "7c9e6679-7425-40de-944b-e07fc1f90a77",
            "7c9e6679-7425-40de-944b-e07fc1f90a78",
            "7c9e6679-7425-40de-944b-e07fc1f90a79",
            "7c9e6679-7425-40de-944b-e07fc1f90a80",
            "7c9e6679-7425-40de-944b-e07fc1f90a81",
            "7c9e6679-7425-40de-944b-e07fc1f90a82",
            "7c9e6679-7425-40de-944b-e07fc1f90a83",
            "7c9e6679-7425-40de-944b-e07fc1f90a84",
            "7c9e6679-7425-40de-944b-e07fc1f90a85",
            "7c9e6679-7425-40de-944b-e07fc1f90a86",
            "7c9e6679-7425-40de-944b-e07fc1f90a87",
            "7c9e6679-7425-40de-944b-e07fc1f90a88",
            "7c9e6679-7425-40de-944b-e07fc1f90a89",
            "7c9e6679-7425-40de-944b-e07fc1f90a90",
            "7c9e6679-7425-40de-944b-e07fc1f90a91",
            "7c9e6679-7425-40de-944b-e07fc1f90a92",
            "7c9e6679-7425-40de-944b-e07fc1f90a93",
            "7c9e6679-7425-40de-944b-e07fc1f90a94",
            "7c9e6679-7425-40de-944b-e07fc1f90a95",
            "7c9e6679-7425-40de-944b-e07fc1f90a96",
            "7c9e6679-7425-40de-944b-e07fc1f90a97",
            "7c9e6679-7425-40de-944b-e07fc1f90a98",
            "7c9e6679-7425-40de-944b-e07fc1f90a99",
        ],
    ),
    "1: in capitals, of version 1": (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "C232AB00-9414-11EC-B3C8-9F6BDECED846",
        ],
    ),
}
BROKEN_RECEIVE_MARK_READ: Cases = {
    "NotificationIds: its JSON text": (
        '["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", "7c9e6679-7425-40de-944b-e07fc1f90ae7"]',
    ),
    "NotificationIds: an item without its list": (
        "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    ),
    "NotificationIds: 0 items, fewer than 1": ([],),
    "NotificationIds: 101 items, more than 100": (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
        ],
    ),
    "1: null": (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", None],),
    "1: in a list": (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            ["7c9e6679-7425-40de-944b-e07fc1f90ae7"],
        ],
    ),
    '1: "text", a string': (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", "text"],),
    "1: true, a boolean": (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", True],),
    "1: [], a list": (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", []],),
    "NotificationIds: {}, an object": ({},),
    "NotificationIds: 7, a number": (7,),
    '1: "3fa85f64-5717-4562-b3fc-2c963f66afa", no uuid: too short': (
        ["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", "3fa85f64-5717-4562-b3fc-2c963f66afa"],
    ),
    "NotificationIds: null": (None,),
    "1: 7, a number": (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", 7],),
    'NotificationIds: "text", a string': ("text",),
    "1: {}, an object": (["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", {}],),
    "NotificationIds: in a list": (
        [
            [
                "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
                "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            ],
        ],
    ),
    '1: "3fa85f6457174562b3fc2c963f66afa6", no uuid: without dashes': (
        ["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", "3fa85f6457174562b3fc2c963f66afa6"],
    ),
    "NotificationIds: true, a boolean": (True,),
    '1: "3fa85f64-5717-4562-b3fc-2c963f66afa6-1", no uuid: too long': (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "3fa85f64-5717-4562-b3fc-2c963f66afa6-1",
        ],
    ),
    '1: "{3fa85f64-5717-4562-b3fc-2c963f66afa6}", no uuid: in braces': (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "{3fa85f64-5717-4562-b3fc-2c963f66afa6}",
        ],
    ),
    '1: "zfa85f64-5717-4562-b3fc-2c963f66afa6", no uuid: no hexadecimal': (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "zfa85f64-5717-4562-b3fc-2c963f66afa6",
        ],
    ),
    '1: "1-3fa85f64-5717-4562-b3fc-2c963f66afa6", no uuid: more before it': (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "1-3fa85f64-5717-4562-b3fc-2c963f66afa6",
        ],
    ),
    '1: "3fa85f64-5717-4562-b3fc-2c963f66afa6\\n", no uuid: a line break after it': (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "3fa85f64-5717-4562-b3fc-2c963f66afa6\n",
        ],
    ),
    '1: "not one", no uuid: no such text': (
        ["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10", "not one"],
    ),
}
COUNTS_RECEIVE_MARK_READ: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": (
        [
            "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        ],
        None,
    ),
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


@pytest.mark.contract(contract.NOTIFICATIONS_SEND_NOTIFICATION)
@pytest.mark.parametrize("case", SEND_NOTIFICATION.items(), ids=SEND_NOTIFICATION)
def test_notification_arrives(probe: Probe, case: Case) -> None:
    """A valid `notification` reaches the client as it was sent."""
    probe.hears(contract.NOTIFICATIONS_SEND_NOTIFICATION, case)


@pytest.mark.contract(NAMESPACE)
def test_notification_is_not_taken_from_a_client(probe: Probe) -> None:
    """A `notification` is for the server to send, and nothing happens if a client does."""
    wire = next(iter(SEND_NOTIFICATION.values()))
    probe.ignores("notification", wire)


@pytest.mark.contract(contract.NOTIFICATIONS_RECEIVE_MARK_READ)
@pytest.mark.parametrize("case", RECEIVE_MARK_READ.items(), ids=RECEIVE_MARK_READ)
def test_mark_read_is_acknowledged(probe: Probe, case: Case) -> None:
    """A valid `mark-read` is handled and gets an answer that the document allows."""
    probe.accepts(contract.NOTIFICATIONS_RECEIVE_MARK_READ, case)


@pytest.mark.contract(contract.NOTIFICATIONS_RECEIVE_MARK_READ)
@pytest.mark.parametrize(
    "case",
    BROKEN_RECEIVE_MARK_READ.items(),
    ids=BROKEN_RECEIVE_MARK_READ,
)
def test_mark_read_refuses_an_invalid_payload(probe: Probe, case: Case) -> None:
    """A `mark-read` that breaks its schema is refused, and the connection stands."""
    probe.refuses(contract.NOTIFICATIONS_RECEIVE_MARK_READ, case)


@pytest.mark.contract(contract.NOTIFICATIONS_RECEIVE_MARK_READ)
@pytest.mark.parametrize(
    "case",
    COUNTS_RECEIVE_MARK_READ.items(),
    ids=COUNTS_RECEIVE_MARK_READ,
)
def test_mark_read_refuses_a_wrong_number_of_arguments(
    probe: Probe,
    case: Case,
) -> None:
    """A `mark-read` with too few or too many arguments is refused."""
    probe.refuses(contract.NOTIFICATIONS_RECEIVE_MARK_READ, case)


@pytest.mark.contract(contract.NOTIFICATIONS_RECEIVE_MARK_READ)
def test_mark_read_is_answered_call_by_call(company: Company) -> None:
    """Each `mark-read` gets its own answer, also of several at the same time."""
    company.keeps_apart(
        contract.NOTIFICATIONS_RECEIVE_MARK_READ,
        RECEIVE_MARK_READ,
        BROKEN_RECEIVE_MARK_READ,
    )


@pytest.mark.contract(contract.NOTIFICATIONS_RECEIVE_MARK_READ, last=True)
def test_mark_read_may_come_first(company: Company) -> None:
    """A `mark-read` is answered if it is the first event of a client."""
    company.comes_first(contract.NOTIFICATIONS_RECEIVE_MARK_READ, RECEIVE_MARK_READ)


@pytest.mark.contract(contract.NOTIFICATIONS_RECEIVE_MARK_READ)
def test_mark_read_may_ask_for_no_answer(probe: Probe) -> None:
    """A `mark-read` that asks for no acknowledgement does no harm."""
    probe.takes_unasked(contract.NOTIFICATIONS_RECEIVE_MARK_READ, RECEIVE_MARK_READ)


@pytest.mark.contract(contract.NOTIFICATIONS_RECEIVE_MARK_READ)
def test_mark_read_needs_a_connect(door: Door) -> None:
    """Nobody's `mark-read` is handled who has not connected to the namespace."""
    case = next(iter(RECEIVE_MARK_READ.items()))
    door.ignores_strangers(contract.NOTIFICATIONS_RECEIVE_MARK_READ, case)


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
    fuzzer.holds({contract.NOTIFICATIONS_RECEIVE_MARK_READ: RECEIVE_MARK_READ})
