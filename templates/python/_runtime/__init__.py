"""The part of a generated package that is the same for every API.

Nothing in here knows the document. `contract.py` beside this folder describes
the API with the classes of `events`; what is generated hands that description to the
machinery here.

The library: `_socketio` is the door to python-socketio, which has no types, and
`_engineio` that to the connections of a server below it. `link` is one connection
of a client through it, used once, with `engine` and `client_packets`. `guarding`,
`packets` and `blocking_websockets` keep garbage out; `amending` is what else a
server does otherwise than the library.

Values: `wire` and `payloads` stand between Python values and what travels, both
ways. `rules`, `checks`, `containers` and `formats` are what no type says, `plain`
and `readable` what any JSON must be, `words` what is told of a fault.

The API as data: `events` is the vocabulary of `contract.py`, with `rooms` and
`credentials`.

A server: `dispatch` hands what arrives to handlers and answers, `admission` lets
clients in, `replays` answers repeats. `handlers` are the handlers and what they
send, `connection` is one client on one namespace, `serving` counts what is at
work. `targeting` is whom an emit reaches, `belonging` which handlers a server may
have, `complaints` what is logged of clients. `server` puts all of it on a server of
the library, `applications` that into ASGI, aiohttp or WSGI.

A client: `async_client` connects and comes back, `dialling` gets a connection over
the transports in turn, `presenting` has the `auth`, `reconnection` when and over
what, `keeping` what is sent afterwards, `hooks` whom it tells. `async_namespace`
sends and calls, `listening` is what is done with events, `streams` and
`async_streams` keep them.

Both kinds: servers for threads run the same code as those for asyncio, `blocking`
runs what waits where nothing waits, `waiting` and `clocks` have what differs. The
client for threads is the asyncio client on the loop of `portal`: `client`,
`namespace` and `blocking_streams`.

Beside them: `observing` for middleware, `problems` for what the two ends tell each
other, `errors` for what is raised, `failing` for what a handler ended with,
`callables` for what an application gives to be called, `installed` for packages that
not everybody needs.
"""
