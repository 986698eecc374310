"""Random but valid timelines, with what the oracle expects: `python -m tests.oracle.generate --count 200 --out DIR [--seed N]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.oracle import skeleton
from tests.oracle.emit import text
from tests.oracle.facts import instant, written
from tests.oracle.simulate import Document
from tests.oracle.timeline import DAY, Timeline

MOST_ACTS = 45


def timeline(seed: int) -> Document:
    """A scenario document without expectations but for the instants at which they will be asked."""
    made = Timeline(seed)
    write_acts(made)
    ask(made)
    return made.document


def write_acts(made: Timeline) -> None:
    """The acts: staff and shelter first, the case, its usual way or a good first day, then anything."""
    rng = made.rng
    for act in rng.sample(
        ["record_training", "sign_undertaking", "register_shelter", "record_shelter_condition", "record_training"], rng.randint(0, 4)
    ):
        made.random_of(act)
    made.opened_at = made.clock + 1
    said = {"first_contact_at": written(made.clock + 1 - rng.choice([0, 1, 1800, rng.randint(0, 2 * DAY)]))}
    made.clock += 1
    made.add("open_case", said)
    made.opened_at = made.clock
    wanted = rng.choice([45, rng.randint(30, 45)]) if made.usual else rng.randint(8, 40)
    if not made.usual and rng.random() < 0.5:
        made.jumps = 0.0
        skeleton.begin(made)
        made.jumps = 0.22
    if made.usual:
        skeleton.play(made, wanted - rng.randint(0, 8))
    while len(made.document["acts"]) < wanted:
        made.random_act()


def ask(made: Timeline) -> None:
    """Three to six instants near limits and acts, some with later knowledge."""
    rng = made.rng
    del made.document["acts"][MOST_ACTS:]
    latest = max(instant(act["at"]) for act in made.document["acts"])
    opened_at = made.opened_at or 0
    candidates = [at for at in made.near if at >= opened_at]
    for at in rng.sample(candidates, min(len(candidates), rng.randint(3, 6))):
        as_of = max(opened_at, at + rng.choice([-1, 0, 0, 1, rng.randint(0, DAY)]))
        later = {"known_at": written(max(as_of, rng.choice([latest, *candidates])))} if rng.random() < 0.3 else {}
        made.document["expect"].append({"as_of": written(as_of)} | later)
    made.document["expect"].sort(key=lambda expected: expected["as_of"])


def with_expectations(document: Document) -> Document:
    """The document with what the oracle finds: statuses, due times, steps, and how each act is answered."""
    return skeleton.filled(document)


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for seed in range(asked.seed, asked.seed + asked.count):
        (asked.out / f"random-{seed:05}.yaml").write_text(text(with_expectations(timeline(seed))))


if __name__ == "__main__":
    main()
