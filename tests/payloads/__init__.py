"""Payloads of a document over real connections, judged by JSON Schema."""
