"""Applications that `--app` can name."""

from tests.blocking import BlockingShop
from tests.faulty.shop import Shop

asgi = Shop().app
wsgi = BlockingShop().server.wsgi_app()
