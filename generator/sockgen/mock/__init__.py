"""A server that answers from a document alone."""
