"""Typed python-socketio servers, clients and contract tests from an AsyncAPI document."""

__version__ = "0.1.0"
