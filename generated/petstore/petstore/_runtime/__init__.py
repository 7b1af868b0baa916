"""The part of a generated package that is the same for every API.

Nothing in here knows the document. `contract.py` beside this folder describes
the API with the classes of `events`; the generated servers and clients hand
that description to the machinery here.
"""
