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

SEND_ANNOUNCEMENT: Cases = {
    "opening": ("We open at nine tomorrow.",),
    "announcement: accents": ("Zoë Åström, naïve café",),
    "announcement: emoji": ("🐶🐾 👩\u200d👩\u200d👧 🇳🇱",),
    "announcement: right to left": ("שלום مرحبا",),
    "announcement: combining marks": ("é ñ ö q̣",),
    "announcement: Chinese": ("小狗和小猫",),
    "announcement: quotes and markup": ('"it\'s" <b>&amp;</b> \\ {{x}} %s ;--',),
    "announcement: lines and tabs": ("one\ntwo\tthree\r\n",),
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
def test_an_undeclared_event_is_ignored(probe: Probe) -> None:
    """An event that the document does not have is not handled."""
    probe.ignores("no-such-event")


@pytest.mark.contract(NAMESPACE)
@pytest.mark.parametrize("name", LIBRARY)
def test_an_event_of_the_library_is_ignored(probe: Probe, name: str) -> None:
    """No client can make the server believe in a connect or a disconnect."""
    probe.resists(name)
