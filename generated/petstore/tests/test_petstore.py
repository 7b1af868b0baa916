"""Contract tests of the server of Pet Store."""

from __future__ import annotations

import pytest

# isort: split
from petstore import contract

# isort: split
from petstore._testing.door import Door
from petstore._testing.run import Run


@pytest.mark.contract(contract.API)
def test_the_transport_works(door: Door) -> None:
    """Each transport of the document carries a connection."""
    door.works()


@pytest.mark.contract(contract.API)
def test_polling_is_upgraded_to_a_websocket(run: Run) -> None:
    """A connection that begins with polling goes on over a websocket."""
    Door(run, "polling").upgrades()


@pytest.mark.contract(contract.API)
def test_another_engine_path_is_not_served(door: Door) -> None:
    """Nothing answers at a path that is not the document's."""
    door.is_elsewhere_closed()


@pytest.mark.contract(contract.API)
def test_a_namespace_that_does_not_exist_is_refused(door: Door) -> None:
    """Nobody connects to a namespace that the document does not have."""
    door.knows_its_namespaces()


@pytest.mark.contract(contract.API)
def test_the_origin_is_allowed(door: Door) -> None:
    """Pages of the origin of `--cors-origin` may connect."""
    door.allows_the_origin()


@pytest.mark.contract(contract.API)
def test_another_origin_is_not_allowed(run: Run) -> None:
    """Pages of another origin than that of `--cors-origin` may not read answers."""
    Door(run, "polling").allows_no_other_origin()


@pytest.mark.contract(contract.API, last=True)
def test_nothing_else_was_heard(run: Run) -> None:
    """What the server emitted in the whole run is what the document lets it emit."""
    run.says_what_is_left()
