"""Contract tests of the namespace `/inventory`."""

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

NAMESPACE = contract.INVENTORY
LIBRARY = ("connect", "disconnect", "connect_error", "disconnecting")
UNDECLARED: Cases = {
    "no-such-event": ("no-such-event",),
    "watch-not-so, which only begins so": ("watch-not-so", {"petId": "pet-7"}),
    "WATCH, in other letters": ("WATCH", {"petId": "pet-7"}),
    "UNWATCH, in other letters": ("UNWATCH", {"petId": "pet-7"}),
    "RESERVE, in other letters": ("RESERVE", "pet-7", 2, 30),
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

RECEIVE_WATCH: Cases = {
    "example 1": ({"petId": "pet-7"},),
    "petId: accents": ({"petId": "Zoë Åström, naïve café"},),
    "petId: emoji": ({"petId": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱"},),
    "petId: right to left": ({"petId": "שלום مرحبا"},),
    "petId: combining marks": ({"petId": "é ñ ö q̣"},),
    "petId: Chinese": ({"petId": "小狗和小猫"},),
    "petId: quotes and markup": ({"petId": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--'},),
    "petId: a space": ({"petId": " "},),
    "petId: lines and tabs": ({"petId": "one\ntwo\tthree\r\n"},),
    "petId: the name of what every object has": ({"petId": "constructor"},),
    "petId: 1 character": ({"petId": "p"},),
    "petId: 64 characters": (
        {"petId": "pet-777777777777777777777777777777777777777777777777777777777777"},
    ),
    "petId: 64 characters of several bytes each": (
        {
            "petId": "猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫",
        },
    ),
}
BROKEN_RECEIVE_WATCH: Cases = {
    "WatchedPet: its JSON text": ('{"petId": "pet-7"}',),
    "WatchedPet: a property without its object": ("pet-7",),
    "petId: missing": ({},),
    'petId: spelled "pet_id"': ({"pet_id": "pet-7"},),
    "notDeclared: not declared": ({"petId": "pet-7", "notDeclared": True},),
    "constructor: not declared": ({"petId": "pet-7", "constructor": True},),
    "petId: 0 characters, fewer than 1": ({"petId": ""},),
    "petId: 65 characters, more than 64": (
        {"petId": "pet-7777777777777777777777777777777777777777777777777777777777777"},
    ),
    "WatchedPet: null": (None,),
    "WatchedPet: in a list": ([{"petId": "pet-7"}],),
    'WatchedPet: "text", a string': ("text",),
    "petId: true, a boolean": ({"petId": True},),
    "petId: [], a list": ({"petId": []},),
    "petId: {}, an object": ({"petId": {}},),
    "WatchedPet: 7, a number": (7,),
    "WatchedPet: true, a boolean": (True,),
    "petId: null": ({"petId": None},),
    "WatchedPet: [], a list": ([],),
    "petId: 7, a number": ({"petId": 7},),
    "petId: in a list": ({"petId": ["pet-7"]},),
}
COUNTS_RECEIVE_WATCH: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": ({"petId": "pet-7"}, None),
}

RECEIVE_RESERVE: Cases = {
    "for a while": ("pet-7", 2, 30),
    "as usual": ("pet-7", 1),
    "least": ("pet-7", 2),
    "petId: accents": ("Zoë Åström, naïve café", 2, 30),
    "petId: emoji": ("🐶🐾 👩\u200d👩\u200d👧 🇳🇱", 2, 30),
    "petId: right to left": ("שלום مرحبا", 2, 30),
    "petId: combining marks": ("é ñ ö q̣", 2, 30),
    "petId: Chinese": ("小狗和小猫", 2, 30),
    "petId: quotes and markup": ('"it\'s" <b>&amp;</b> \\ {{x}} %s ;--', 2, 30),
    "petId: a space": (" ", 2, 30),
    "petId: lines and tabs": ("one\ntwo\tthree\r\n", 2, 30),
    "petId: the name of what every object has": ("constructor", 2, 30),
    "petId: 1 character": ("p", 2, 30),
    "petId: 64 characters": (
        "pet-777777777777777777777777777777777777777777777777777777777777",
        2,
        30,
    ),
    "petId: 64 characters of several bytes each": (
        "猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫",
        2,
        30,
    ),
    "quantity: 1, the least": ("pet-7", 1, 30),
    "minutes: 60, the most": ("pet-7", 2, 60),
    "minutes: 1, one step": ("pet-7", 2, 1),
    "quantity: 10, the most": ("pet-7", 10, 30),
}
BROKEN_RECEIVE_RESERVE: Cases = {
    "petId: 0 characters, fewer than 1": ("", 2, 30),
    "petId: 65 characters, more than 64": (
        "pet-7777777777777777777777777777777777777777777777777777777777777",
        2,
        30,
    ),
    "quantity: 2.5, no integer": ("pet-7", 2.5, 30),
    "minutes: 0, below the minimum 1": ("pet-7", 2, 0),
    "quantity: 11, above the maximum 10": ("pet-7", 11, 30),
    "minutes: null": ("pet-7", 2, None),
    "petId: in a list": (["pet-7"], 2, 30),
    "quantity: true, a boolean": ("pet-7", True, 30),
    "minutes: [], a list": ("pet-7", 2, []),
    "petId: {}, an object": ({}, 2, 30),
    "petId: 7, a number": (7, 2, 30),
    'quantity: "2", a string': ("pet-7", "2", 30),
    "petId: null": (None, 2, 30),
    "quantity: null": ("pet-7", None, 30),
    'minutes: "30", a string': ("pet-7", 2, "30"),
    "petId: true, a boolean": (True, 2, 30),
    "quantity: 0, below the minimum 1": ("pet-7", 0, 30),
    "minutes: 30.5, no integer": ("pet-7", 2, 30.5),
    "petId: [], a list": ([], 2, 30),
    "quantity: in a list": ("pet-7", [2], 30),
    "minutes: 61, above the maximum 60": ("pet-7", 2, 61),
    "quantity: {}, an object": ("pet-7", {}, 30),
    "minutes: in a list": ("pet-7", 2, [30]),
    "quantity: [], a list": ("pet-7", [], 30),
    "minutes: true, a boolean": ("pet-7", 2, True),
    'quantity: "text", a string': ("pet-7", "text", 30),
    "minutes: {}, an object": ("pet-7", 2, {}),
    'minutes: "text", a string': ("pet-7", 2, "text"),
}
COUNTS_RECEIVE_RESERVE: Cases = {
    "no arguments, 2 needed": (),
    "all arguments in one list": (["pet-7", 2, 30],),
    "all arguments in one object": ({"petId": "pet-7", "quantity": 2, "minutes": 30},),
    "1 of 2 arguments": ("pet-7",),
    "4 arguments, 3 at most": ("pet-7", 2, 30, None),
}

SEND_INVENTORY_UPDATE: Cases = {
    "example 1": ({"petId": "pet-7", "stock": 3, "price": 249.5},),
    "least": ({"petId": "pet-7", "stock": 3},),
    "InventoryUpdate: a property of its own": (
        {"petId": "pet-7", "stock": 3, "price": 249.5, "notDeclared": True},
    ),
    "petId: accents": (
        {"petId": "Zoë Åström, naïve café", "stock": 3, "price": 249.5},
    ),
    "petId: emoji": (
        {"petId": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱", "stock": 3, "price": 249.5},
    ),
    "petId: right to left": ({"petId": "שלום مرحبا", "stock": 3, "price": 249.5},),
    "petId: combining marks": ({"petId": "é ñ ö q̣", "stock": 3, "price": 249.5},),
    "petId: Chinese": ({"petId": "小狗和小猫", "stock": 3, "price": 249.5},),
    "petId: quotes and markup": (
        {"petId": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--', "stock": 3, "price": 249.5},
    ),
    "petId: a space": ({"petId": " ", "stock": 3, "price": 249.5},),
    "petId: lines and tabs": (
        {"petId": "one\ntwo\tthree\r\n", "stock": 3, "price": 249.5},
    ),
    "petId: the name of what every object has": (
        {"petId": "constructor", "stock": 3, "price": 249.5},
    ),
    "petId: 1 character": ({"petId": "p", "stock": 3, "price": 249.5},),
    "petId: 64 characters": (
        {
            "petId": "pet-777777777777777777777777777777777777777777777777777777777777",
            "stock": 3,
            "price": 249.5,
        },
    ),
    "petId: 64 characters of several bytes each": (
        {
            "petId": "猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫",
            "stock": 3,
            "price": 249.5,
        },
    ),
    "stock: 0, the least": ({"petId": "pet-7", "stock": 0, "price": 249.5},),
    "stock: 1, one step": ({"petId": "pet-7", "stock": 1, "price": 249.5},),
    "price: 1, the least": ({"petId": "pet-7", "stock": 3, "price": 1},),
    "price: 0.5, a fraction": ({"petId": "pet-7", "stock": 3, "price": 0.5},),
    "stock: 9007199254740991, a large one": (
        {"petId": "pet-7", "stock": 9007199254740991, "price": 249.5},
    ),
    "price: 9007199254740991, a large one": (
        {"petId": "pet-7", "stock": 3, "price": 9007199254740991},
    ),
    "price: 0.01, the least": ({"petId": "pet-7", "stock": 3, "price": 0.01},),
    "price: 12.75, a fraction": ({"petId": "pet-7", "stock": 3, "price": 12.75},),
}

RECEIVE_UNWATCH: Cases = {
    "example 1": ({"petId": "pet-7"},),
    "petId: accents": ({"petId": "Zoë Åström, naïve café"},),
    "petId: emoji": ({"petId": "🐶🐾 👩\u200d👩\u200d👧 🇳🇱"},),
    "petId: right to left": ({"petId": "שלום مرحبا"},),
    "petId: combining marks": ({"petId": "é ñ ö q̣"},),
    "petId: Chinese": ({"petId": "小狗和小猫"},),
    "petId: quotes and markup": ({"petId": '"it\'s" <b>&amp;</b> \\ {{x}} %s ;--'},),
    "petId: a space": ({"petId": " "},),
    "petId: lines and tabs": ({"petId": "one\ntwo\tthree\r\n"},),
    "petId: the name of what every object has": ({"petId": "constructor"},),
    "petId: 1 character": ({"petId": "p"},),
    "petId: 64 characters": (
        {"petId": "pet-777777777777777777777777777777777777777777777777777777777777"},
    ),
    "petId: 64 characters of several bytes each": (
        {
            "petId": "猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫",
        },
    ),
}
BROKEN_RECEIVE_UNWATCH: Cases = {
    "WatchedPet: its JSON text": ('{"petId": "pet-7"}',),
    "WatchedPet: a property without its object": ("pet-7",),
    "petId: missing": ({},),
    'petId: spelled "pet_id"': ({"pet_id": "pet-7"},),
    "notDeclared: not declared": ({"petId": "pet-7", "notDeclared": True},),
    "constructor: not declared": ({"petId": "pet-7", "constructor": True},),
    "petId: 0 characters, fewer than 1": ({"petId": ""},),
    "petId: 65 characters, more than 64": (
        {"petId": "pet-7777777777777777777777777777777777777777777777777777777777777"},
    ),
    "WatchedPet: null": (None,),
    "WatchedPet: in a list": ([{"petId": "pet-7"}],),
    'WatchedPet: "text", a string': ("text",),
    "petId: true, a boolean": ({"petId": True},),
    "petId: [], a list": ({"petId": []},),
    "petId: {}, an object": ({"petId": {}},),
    "WatchedPet: 7, a number": (7,),
    "WatchedPet: true, a boolean": (True,),
    "petId: null": ({"petId": None},),
    "WatchedPet: [], a list": ([],),
    "petId: 7, a number": ({"petId": 7},),
    "petId: in a list": ({"petId": ["pet-7"]},),
}
COUNTS_RECEIVE_UNWATCH: Cases = {
    "0 of 1 arguments": (),
    "2 arguments, 1 at most": ({"petId": "pet-7"}, None),
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


@pytest.mark.contract(contract.INVENTORY_RECEIVE_WATCH)
@pytest.mark.parametrize("case", RECEIVE_WATCH.items(), ids=RECEIVE_WATCH)
def test_watch_is_acknowledged(probe: Probe, case: Case) -> None:
    """A valid `watch` is handled and gets an answer that the document allows."""
    probe.accepts(contract.INVENTORY_RECEIVE_WATCH, case)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_WATCH)
@pytest.mark.parametrize("case", BROKEN_RECEIVE_WATCH.items(), ids=BROKEN_RECEIVE_WATCH)
def test_watch_refuses_an_invalid_payload(probe: Probe, case: Case) -> None:
    """A `watch` that breaks its schema is refused, and the connection stands."""
    probe.refuses(contract.INVENTORY_RECEIVE_WATCH, case)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_WATCH)
@pytest.mark.parametrize("case", COUNTS_RECEIVE_WATCH.items(), ids=COUNTS_RECEIVE_WATCH)
def test_watch_refuses_a_wrong_number_of_arguments(probe: Probe, case: Case) -> None:
    """A `watch` with too few or too many arguments is refused."""
    probe.refuses(contract.INVENTORY_RECEIVE_WATCH, case)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_WATCH)
def test_watch_is_answered_call_by_call(company: Company) -> None:
    """Each `watch` gets its own answer, also of several at the same time."""
    company.keeps_apart(
        contract.INVENTORY_RECEIVE_WATCH,
        RECEIVE_WATCH,
        BROKEN_RECEIVE_WATCH,
    )


@pytest.mark.contract(contract.INVENTORY_RECEIVE_WATCH, last=True)
def test_watch_may_come_first(company: Company) -> None:
    """A `watch` is answered if it is the first event of a client."""
    company.comes_first(contract.INVENTORY_RECEIVE_WATCH, RECEIVE_WATCH)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_WATCH)
def test_watch_may_ask_for_no_answer(probe: Probe) -> None:
    """A `watch` that asks for no acknowledgement does no harm."""
    probe.takes_unasked(contract.INVENTORY_RECEIVE_WATCH, RECEIVE_WATCH)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_WATCH)
def test_watch_needs_a_connect(door: Door) -> None:
    """Nobody's `watch` is handled who has not connected to the namespace."""
    case = next(iter(RECEIVE_WATCH.items()))
    door.ignores_strangers(contract.INVENTORY_RECEIVE_WATCH, case)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_RESERVE)
@pytest.mark.parametrize("case", RECEIVE_RESERVE.items(), ids=RECEIVE_RESERVE)
def test_reserve_is_acknowledged(probe: Probe, case: Case) -> None:
    """A valid `reserve` is handled and gets an answer that the document allows."""
    probe.accepts(contract.INVENTORY_RECEIVE_RESERVE, case)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_RESERVE)
@pytest.mark.parametrize(
    "case",
    BROKEN_RECEIVE_RESERVE.items(),
    ids=BROKEN_RECEIVE_RESERVE,
)
def test_reserve_refuses_an_invalid_payload(probe: Probe, case: Case) -> None:
    """A `reserve` that breaks its schema is refused, and the connection stands."""
    probe.refuses(contract.INVENTORY_RECEIVE_RESERVE, case)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_RESERVE)
@pytest.mark.parametrize(
    "case",
    COUNTS_RECEIVE_RESERVE.items(),
    ids=COUNTS_RECEIVE_RESERVE,
)
def test_reserve_refuses_a_wrong_number_of_arguments(probe: Probe, case: Case) -> None:
    """A `reserve` with too few or too many arguments is refused."""
    probe.refuses(contract.INVENTORY_RECEIVE_RESERVE, case)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_RESERVE)
def test_reserve_is_answered_call_by_call(company: Company) -> None:
    """Each `reserve` gets its own answer, also of several at the same time."""
    company.keeps_apart(
        contract.INVENTORY_RECEIVE_RESERVE,
        RECEIVE_RESERVE,
        BROKEN_RECEIVE_RESERVE,
    )


@pytest.mark.contract(contract.INVENTORY_RECEIVE_RESERVE, last=True)
def test_reserve_may_come_first(company: Company) -> None:
    """A `reserve` is answered if it is the first event of a client."""
    company.comes_first(contract.INVENTORY_RECEIVE_RESERVE, RECEIVE_RESERVE)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_RESERVE)
def test_reserve_may_ask_for_no_answer(probe: Probe) -> None:
    """A `reserve` that asks for no acknowledgement does no harm."""
    probe.takes_unasked(contract.INVENTORY_RECEIVE_RESERVE, RECEIVE_RESERVE)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_RESERVE)
def test_reserve_needs_a_connect(door: Door) -> None:
    """Nobody's `reserve` is handled who has not connected to the namespace."""
    case = next(iter(RECEIVE_RESERVE.items()))
    door.ignores_strangers(contract.INVENTORY_RECEIVE_RESERVE, case)


@pytest.mark.contract(contract.INVENTORY_SEND_INVENTORY_UPDATE)
@pytest.mark.parametrize(
    "case",
    SEND_INVENTORY_UPDATE.items(),
    ids=SEND_INVENTORY_UPDATE,
)
def test_inventory_update_arrives(probe: Probe, case: Case) -> None:
    """A `inventory-update` reaches those whom `watch` put into its room."""
    way_in = next(iter(RECEIVE_WATCH.items()))
    probe.joins(contract.INVENTORY_RECEIVE_WATCH, way_in)
    probe.hears(contract.INVENTORY_SEND_INVENTORY_UPDATE, case)


@pytest.mark.contract(NAMESPACE)
def test_inventory_update_is_not_taken_from_a_client(probe: Probe) -> None:
    """A `inventory-update` is for the server to send, and nothing happens if a client
    does.
    """
    wire = next(iter(SEND_INVENTORY_UPDATE.values()))
    probe.ignores("inventory-update", wire)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_UNWATCH)
@pytest.mark.parametrize("case", RECEIVE_UNWATCH.items(), ids=RECEIVE_UNWATCH)
def test_unwatch_is_acknowledged(probe: Probe, case: Case) -> None:
    """A valid `unwatch` is handled and gets an answer that the document allows."""
    probe.accepts(contract.INVENTORY_RECEIVE_UNWATCH, case)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_UNWATCH)
@pytest.mark.parametrize(
    "case",
    BROKEN_RECEIVE_UNWATCH.items(),
    ids=BROKEN_RECEIVE_UNWATCH,
)
def test_unwatch_refuses_an_invalid_payload(probe: Probe, case: Case) -> None:
    """A `unwatch` that breaks its schema is refused, and the connection stands."""
    probe.refuses(contract.INVENTORY_RECEIVE_UNWATCH, case)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_UNWATCH)
@pytest.mark.parametrize(
    "case",
    COUNTS_RECEIVE_UNWATCH.items(),
    ids=COUNTS_RECEIVE_UNWATCH,
)
def test_unwatch_refuses_a_wrong_number_of_arguments(probe: Probe, case: Case) -> None:
    """A `unwatch` with too few or too many arguments is refused."""
    probe.refuses(contract.INVENTORY_RECEIVE_UNWATCH, case)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_UNWATCH)
def test_unwatch_is_answered_call_by_call(company: Company) -> None:
    """Each `unwatch` gets its own answer, also of several at the same time."""
    company.keeps_apart(
        contract.INVENTORY_RECEIVE_UNWATCH,
        RECEIVE_UNWATCH,
        BROKEN_RECEIVE_UNWATCH,
    )


@pytest.mark.contract(contract.INVENTORY_RECEIVE_UNWATCH, last=True)
def test_unwatch_may_come_first(company: Company) -> None:
    """A `unwatch` is answered if it is the first event of a client."""
    company.comes_first(contract.INVENTORY_RECEIVE_UNWATCH, RECEIVE_UNWATCH)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_UNWATCH)
def test_unwatch_may_ask_for_no_answer(probe: Probe) -> None:
    """A `unwatch` that asks for no acknowledgement does no harm."""
    probe.takes_unasked(contract.INVENTORY_RECEIVE_UNWATCH, RECEIVE_UNWATCH)


@pytest.mark.contract(contract.INVENTORY_RECEIVE_UNWATCH)
def test_unwatch_leaves_its_room(company: Company) -> None:
    """Who has sent a `unwatch` hears nothing of the room that `watch` enters."""
    company.leaves(
        contract.INVENTORY_RECEIVE_UNWATCH,
        RECEIVE_UNWATCH,
        contract.INVENTORY_RECEIVE_WATCH,
        RECEIVE_WATCH,
        {contract.INVENTORY_RECEIVE_RESERVE: RECEIVE_RESERVE},
    )


@pytest.mark.contract(contract.INVENTORY_RECEIVE_UNWATCH)
def test_unwatch_needs_a_connect(door: Door) -> None:
    """Nobody's `unwatch` is handled who has not connected to the namespace."""
    case = next(iter(RECEIVE_UNWATCH.items()))
    door.ignores_strangers(contract.INVENTORY_RECEIVE_UNWATCH, case)


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
            contract.INVENTORY_RECEIVE_WATCH: RECEIVE_WATCH,
            contract.INVENTORY_RECEIVE_UNWATCH: RECEIVE_UNWATCH,
            contract.INVENTORY_RECEIVE_RESERVE: RECEIVE_RESERVE,
        },
    )
