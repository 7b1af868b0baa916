"""Contract tests of the namespace `/`."""

from __future__ import annotations

import pytest

# isort: split
from petstore import contract

# isort: split
from petstore._testing.cases import Case, Cases
from petstore._testing.door import Door
from petstore._testing.probe import Probe

NAMESPACE = contract.ROOT
LIBRARY = ("connect", "disconnect", "connect_error", "disconnecting")
UNDECLARED: Cases = {
    "no-such-event": ("no-such-event",),
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

SEND_ANNOUNCEMENT: Cases = {
    "opening": ("We open at nine tomorrow.",),
    "announcement: accents": ("Zoë Åström, naïve café",),
    "announcement: emoji": ("🐶🐾 👩\u200d👩\u200d👧 🇳🇱",),
    "announcement: right to left": ("שלום مرحبا",),
    "announcement: combining marks": ("é ñ ö q̣",),
    "announcement: Chinese": ("小狗和小猫",),
    "announcement: quotes and markup": ('"it\'s" <b>&amp;</b> \\ {{x}} %s ;--',),
    "announcement: a space": (" ",),
    "announcement: lines and tabs": ("one\ntwo\tthree\r\n",),
    "announcement: the name of what every object has": ("constructor",),
    "announcement: 1 character": ("W",),
}


@pytest.mark.contract(NAMESPACE)
def test_connect_is_open(door: Door) -> None:
    """Everybody gets in."""
    door.admits_anybody(NAMESPACE)


@pytest.mark.contract(contract.ROOT_SEND_ANNOUNCEMENT)
@pytest.mark.parametrize("case", SEND_ANNOUNCEMENT.items(), ids=SEND_ANNOUNCEMENT)
def test_announcement_arrives(probe: Probe, case: Case) -> None:
    """A valid `announcement` reaches the client as it was sent."""
    probe.hears(contract.ROOT_SEND_ANNOUNCEMENT, case)


@pytest.mark.contract(NAMESPACE)
def test_announcement_is_not_taken_from_a_client(probe: Probe) -> None:
    """A `announcement` is for the server to send, and nothing happens if a client does."""
    wire = next(iter(SEND_ANNOUNCEMENT.values()))
    probe.ignores("announcement", wire)


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
