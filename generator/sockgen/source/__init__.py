"""The text of a document: plain values, and where each of them stands."""

from sockgen.source.collector import without_collector
from sockgen.source.edit import changed, text_at, without
from sockgen.source.load import load, read_text
from sockgen.source.model import JsonObject, JsonValue, Pointer, Source

__all__ = [
    "JsonObject",
    "JsonValue",
    "Pointer",
    "Source",
    "changed",
    "load",
    "read_text",
    "text_at",
    "without",
    "without_collector",
]
