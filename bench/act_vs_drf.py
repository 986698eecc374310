"""One act with judging, audit and idempotency against Django REST framework, which does none of them: processor time of the servers."""

import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench import act_parts
from bench.client import Client
from bench.figures import Figure, side_by_side
from bench.interviews import LISTED, Ours, Side, ms
from bench.peer import peers_python, process


class Against(NamedTuple):
    """Ours against the peer behind whichever interface costs it less: text of the times, and ours over theirs."""

    ours: str
    theirs: str
    ratio: float


def run(*, quick: bool) -> list[Figure]:
    """Post, get, list and open interviews."""
    rounds, block, cases = (2, 4, 6) if quick else (7, 20, 60)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        our = Ours(Path(folder) / "ours", cases, sealed=True)
        ours = our.side(stack.enter_context(our.starting))
        peers = {name: _peer(stack, Path(folder), name, our.body, cases) for name in ("wsgi", "asgi")}

        def against(ours_does: str, theirs_does: str) -> Against:
            measured = []
            for name, peer in peers.items():
                acts = partial(getattr(ours, ours_does), block), partial(getattr(peer, theirs_does), block)
                pair = side_by_side(*acts, rounds=rounds, clock=ours.server.cpu, second_clock=peer.server.cpu)
                measured.append((pair.second, Against(ms(pair.first, block), f"{ms(pair.second, block)} ({name})", pair.ratio)))
            return min(measured)[1]

        post, get, listed, opened = against("post", "post"), against("get", "get"), against("list", "list"), against("open", "get")
    return _figures(post, get, listed, opened, act_parts.told(quick=quick))


def _figures(post: Against, get: Against, listed: Against, opened: Against, parts: str) -> list[Figure]:
    judged = (
        f"record an interview: ours with all standards judged, audit log and idempotency {post.ours}, the peer's bare POST {post.theirs}"
    )
    read = f"one interview: ours {get.ours}, the peer, which opens all fields {get.theirs}"
    audited = f"; ours with two fields opened for a purpose and written to the audit log {opened.ours} (ratio {1 / opened.ratio:.2f})"
    many = f"{LISTED} interviews: ours, nothing opened {listed.ours}, the peer, which opens all fields {listed.theirs}"
    return [
        Figure("act_vs_drf.post", post.ratio, 1.0, "lower", judged + parts),
        Figure("act_vs_drf.get", 1 / get.ratio, 2.0, "higher", read + audited),
        Figure("act_vs_drf.list", 1 / listed.ratio, 4.0, "higher", many),
    ]


def _peer(stack: ExitStack, folder: Path, interface: str, body: dict[str, object], cases: int) -> Side:
    """Start the peer behind uvicorn, the same server as ours."""
    command: Sequence[str] = ["bench.drf.serve", str(cases), interface]
    peer = stack.enter_context(process(peers_python(), command, BENCH_DRF_FILE=str(folder / f"{interface}.db")))
    said = json.loads(peer.first_line)
    return Side(peer, Client(said["port"], f"Token {said['token']}"), said["cases"], body, slash="/")
