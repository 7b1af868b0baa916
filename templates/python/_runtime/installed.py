"""Packages that only some users need, looked for when they are."""

from __future__ import annotations

from importlib import import_module, metadata


def need(name: str, what: str, extra: str | None = None) -> None:
    """See that a package is there; the extra, if any, is one of this distribution.

    Raises ImportError, which says what to install.
    """
    try:
        import_module(name)
    except ImportError as error:
        wanted = f"'{_distribution()}[{extra}]'" if extra else name
        raise ImportError(f"{what} needs {name}: pip install {wanted}") from error


def _distribution() -> str:
    """What pip calls this package; its import name if it is not installed."""
    package = __name__.partition(".")[0]
    return next(iter(metadata.packages_distributions().get(package, ())), package)
