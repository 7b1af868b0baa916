"""The harness of the contract tests: it holds a server to the document over the wire.

It knows nothing of how a server is made. Nothing else of this package imports it.
"""
