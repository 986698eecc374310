"""The console on a free port of this machine, over a house whose clock a test moves. It can be stopped and started like any server."""

import threading
import time

import uvicorn
from fastapi import FastAPI
from sqlalchemy import func, select

from app.models.ledger import Entry
from app.work import House
from tests.builders import Clock


def recorded(house: House, act: str) -> int:
    """How often an act stands in the ledger."""
    with house.reading.connect() as connection:
        return connection.execute(select(func.count()).where(Entry.act == act)).scalar_one()


class Site:
    """A running server."""

    def __init__(self, app: FastAPI, house: House) -> None:
        self.app, self.house = app, house
        self.port = 0
        self.start()

    @property
    def url(self) -> str:
        """By this name, since a browser keeps keys and runs a service worker on https or on localhost only."""
        return f"http://localhost:{self.port}"

    @property
    def clock(self) -> Clock:
        assert isinstance(self.house.clock, Clock)
        return self.house.clock

    def start(self) -> None:
        """Serve, on the same port as before if there was one."""
        config = uvicorn.Config(self.app, port=self.port, log_level="error", ws="none", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Answer no more."""
        self._server.should_exit = True
        self._thread.join(5)
