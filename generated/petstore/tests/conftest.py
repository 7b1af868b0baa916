"""What the contract tests run against; `pytest --help` lists the options."""

from __future__ import annotations

import pytest

# isort: split
from petstore_reference import made

# isort: split
from petstore._testing.plugin import (
    Suite,
    company,
    door,
    fuzzer,
    probe,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_generate_tests,
    pytest_pyfunc_call,
    pytest_runtest_setup,
    run,
)

__all__ = [
    "Suite",
    "company",
    "door",
    "fuzzer",
    "probe",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_generate_tests",
    "pytest_pyfunc_call",
    "pytest_runtest_setup",
    "run",
    "suite",
]


@pytest.fixture(scope="session")
def suite() -> Suite:
    """What the tests know of the API."""
    return made()
