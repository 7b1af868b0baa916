"""Typed python-socketio servers and clients from an AsyncAPI document."""

__version__ = "0.1.0"
