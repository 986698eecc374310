"""Our service in a process of its own, as `rumduol serve` starts it: `python -P -m bench.serving FOLDER sealed|plain`."""

import socket
import sys
from pathlib import Path

import uvicorn

from app.main import create_app
from app.settings import Settings
from bench.town import opened


def main(folder: Path, kind: str) -> None:
    """Say the port, then serve."""
    app = create_app(opened(folder, sealed=kind == "sealed"), Settings(data=folder))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, server_header=False, log_level="warning", timeout_keep_alive=600))
    print(listening.getsockname()[1], flush=True)
    server.run(sockets=[listening])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
