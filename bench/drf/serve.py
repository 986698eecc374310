"""The peer in a process of its own: `python -P -m bench.drf.serve CASES wsgi|asgi`; says port, token and the ids of its cases."""

import json
import os
import socket
import sys
import warnings
from typing import Literal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.drf.settings")

import django
import uvicorn
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application


def main(cases: int, interface: str) -> None:
    """Make the tables, a worker and her cases; say where; serve."""
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from rest_framework.authtoken.models import Token

    from bench.drf.models import Case

    call_command("migrate", run_syncdb=True, verbosity=0)
    worker = User.objects.create_user("invented")
    made = Case.objects.bulk_create([Case(worker=worker, number=f"INVENTED-{n}") for n in range(cases)])
    listening = socket.create_server(("127.0.0.1", 0))
    said = {"port": listening.getsockname()[1], "token": Token.objects.create(user=worker).key, "cases": [str(c.id) for c in made]}
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    app = get_wsgi_application() if interface == "wsgi" else get_asgi_application()
    kind: Literal["wsgi", "asgi3"] = "wsgi" if interface == "wsgi" else "asgi3"
    config = uvicorn.Config(app, interface=kind, lifespan="off", timeout_keep_alive=600, access_log=False, log_level="warning")
    config.server_header = False
    print(json.dumps(said), flush=True)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
