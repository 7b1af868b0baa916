"""A Pet Store under gevent's WSGI server, as a process of its own.

`python -m tests.gevent_shop gevent` leaves the standard library alone; with `patched`
before the mode it is patched first. Prints its port, and serves until its standard
input ends.
"""

import sys

if __name__ == "__main__" and "patched" in sys.argv:
    from gevent import monkey

    monkey.patch_all()

import gevent.fileobject
from gevent.pywsgi import WSGIServer
from tests.blocking import BlockingShop


def main() -> None:
    shop = BlockingShop()
    app = shop.server.wsgi_app(async_mode=sys.argv[-1])
    server = WSGIServer(("127.0.0.1", 0), app, log=None)
    server.start()
    print(server.server_port, flush=True)
    gevent.fileobject.FileObject(sys.stdin.buffer, close=False).read()
    print(shop.server.stop(), flush=True)
    server.stop()


if __name__ == "__main__":
    main()
