"""A random timeline in the making."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from tests.oracle import skeleton
from tests.oracle.bodies import FIELDS, body
from tests.oracle.choices import SHELTERS
from tests.oracle.facts import instant, local, written
from tests.oracle.simulate import ACTS, CATALOGUE, Document, Replay

HOUR, DAY = 3600, 86400
CHECKED = {"change_step", "close_case", "record_disclosure", "decide_waiver", "admit_to_placement", "request_waiver"}
STARTS = (
    "2024-01-31T09:00:00+07:00", "2024-02-28T23:30:00+07:00", "2024-02-29T08:00:00+07:00", "2023-12-31T22:00:00+07:00",
    "2024-11-30T10:00:00+07:00", "2025-01-31T16:00:00+07:00", "2025-03-31T07:00:00+07:00", "2025-06-15T12:00:00+07:00",
    "2024-08-29T00:00:00+07:00", "2025-05-30T23:59:59+07:00",
)  # fmt: skip
STANDARD_IDS = [s["id"] for s in CATALOGUE["standards"] if s["scope"] == "case"]
SETTINGS = {s["setting"]: s["limit"] for s in CATALOGUE["standards"] if s["limit_basis"] == "proposed"}
BY = {"record_inspection": "mosavy_officer", "receive_complaint": "independent_monitor", "assign_case_worker": "supervisor"}
PREFERRED = ("social_worker", "organisation_admin", "supervisor", "mosavy_officer")


class Timeline:
    """A scenario in the making; the oracle's own replay tells which limits are near."""

    def __init__(self, seed: int) -> None:
        """Choose the habits of this file: how complete, how careful, how late."""
        self.rng = rng = Random(seed)
        self.usual = rng.random() < 0.45
        self.left_out, self.careless = rng.choice([0.02, 0.15, 0.4]), rng.choice([0.03, 0.2, 0.5])
        self.late = rng.choice([0.05, 0.25, 0.5])
        self.jumps = 0.22
        if self.usual and rng.random() < 0.75:
            self.left_out, self.careless, self.late, self.jumps = 0.01, 0.01, 0.03, rng.choice([0.0, 0.05])
        self.age = rng.choice(["adult", "adult", "child"])
        self.themes = [act for theme in rng.sample(sorted(skeleton.THEMES), rng.randint(1, 3)) for act in skeleton.THEMES[theme].split()]
        settings = {name: new_limit(rng, name) for name in rng.sample(sorted(SETTINGS), rng.randint(1, 6))} if rng.random() < 0.35 else {}
        self.document: Document = {"title": f"Random timeline {seed}"} | ({"settings": settings} if settings else {})
        self.document |= {"acts": [], "expect": []}
        self.replay = Replay(self.document)
        self.clock = instant(rng.choice(STARTS)) + rng.choice([0, 0, rng.randint(0, 300 * DAY)])
        self.opened_at: int | None = None
        self.near: list[int] = []
        self.made: dict[str, list[str]] = {}
        self.counter: Counter[str] = Counter()

    def next_at(self, act: str) -> int:
        """The clock goes on: not at all, a little, to a limit give or take a second, or for an old paper back."""
        rng = self.rng
        if self.opened_at is not None and act not in CHECKED and rng.random() < 0.04:
            return max(self.opened_at, self.clock - rng.randint(1, 3 * DAY))
        ahead = [at for at in self.near if self.clock < at < self.clock + 400 * DAY]
        if ahead and rng.random() < self.jumps:
            self.clock = max(self.clock, rng.choice(ahead[:12]) + rng.choice([-1, 0, 1]))
        else:
            self.clock += rng.choice([0, 0, 1, *[rng.randint(60, 3 * HOUR)] * 6, rng.randint(HOUR, 2 * DAY), rng.randint(DAY, 20 * DAY)])
        return self.clock

    def moment(self, at: int) -> int:
        """Now, or earlier: by some hours or days, or at a second that matters."""
        rng = self.rng
        past = [t for t in self.near if at - 120 * DAY < t <= at]
        if past and rng.random() < 0.5:
            return min(at, rng.choice(past[-15:]) + rng.choice([-1, 0, 0, 1]))
        return at - rng.choice([0, 1, rng.randint(1, 6 * HOUR), rng.randint(1, 4 * DAY), rng.randint(1, 40 * DAY)])

    def add(
        self, act: str, said: dict[str, Any] | None = None, of: str | None = None, moment: int | None = None, who: str | None = None
    ) -> bool:
        """Write one act; whether the oracle accepts it."""
        at, declared = self.next_at(act), ACTS[act]
        line: dict[str, Any] = {"at": written(at), "by": self.role(act)}
        if line["by"] == "supervisor":
            line["who"] = who or self.rng.choice(["supervisor_a", "supervisor_b"])
        elif line["by"] == "social_worker" and self.rng.random() < 0.12:
            line["who"] = "worker_b"
        line["do"] = act
        if declared["new"]:
            record = declared["record"]
            self.counter[record] += 1
            line["as"] = SHELTERS[self.counter[record] - 1] if record == "shelter" else f"{record}{self.counter[record]}"
        if of is not None:
            line["of"] = of
        filled = body(self.rng, act, self.left_out, self.careless) | (said or {})
        if act == "sign_undertaking":
            filled["user_id"] = line.get("who", line["by"])
        if act == "record_age" and self.rng.random() < 0.6:
            filled["age_class"] = self.age
        if moment is None and self.rng.random() < self.late:
            moment = self.moment(at)
        if moment is not None and declared["moment"] != "recorded_at" and act != "change_step":
            moment = min(moment, at)
            filled[declared["moment"]] = local(moment).date().isoformat() if declared["moment"].endswith("_on") else written(moment)
        skeleton.add_times(self.rng, act, filled, at, moment if moment is not None else at)
        if filled:
            line["with"] = filled
        return self.accept(line, at)

    def accept(self, line: dict[str, Any], at: int) -> bool:
        """Let the oracle answer, and note the seconds that matter from now on."""
        answer = self.replay.perform(line)
        self.document["acts"].append(line)
        if answer is None and "as" in line:
            self.made.setdefault(ACTS[line["do"]]["record"], []).append(line["as"])
        found = self.replay.findings(("case", self.replay.case_id), at, at) if self.opened_at is not None else {}
        for shelter in self.made.get("shelter", []):
            found |= self.replay.findings(("shelter", shelter), at, at)
        seen = {due_at for _, due_at in found.values() if due_at is not None} | {self.replay.entries[-1].occurred_at, at}
        self.near = sorted(set(self.near) | seen)
        return answer is None

    def role(self, act: str) -> str:
        """Who does it."""
        roles = ACTS[act]["roles"]
        if self.rng.random() < 0.2 and act != "open_case" and "supervisor" in roles:
            return "supervisor"
        return BY.get(act) or next(role for role in PREFERRED if role in roles)

    def target(self, act: str) -> str | None:
        """The record a later act belongs to."""
        return self.rng.choice((self.made.get(ACTS[act]["record"]) or [""])[-3:]) or None

    def random_act(self) -> None:
        """One act of any kind that can be done now."""
        self.random_of(self.rng.choice(self.themes if self.rng.random() < 0.7 else skeleton.WEIGHTED))

    def random_of(self, act: str) -> None:
        """Do the act where there is something to do it to."""
        if act == "change_step":
            self.change_step()
        elif act == "request_waiver":
            self.waive(self.rng.choice(STANDARD_IDS))
        elif act == "close_case":
            self.close()
        elif act == "register_shelter" and len(self.made.get("shelter", [])) == len(SHELTERS):
            return
        elif ACTS[act]["new"] and not (act == "register_person" and "person" in self.made):
            self.add(act, skeleton.links(self.rng, act, self.made))
        elif not ACTS[act]["new"] and (target := self.target(act)):
            self.add(act, of=target)

    def change_step(self, wanted: str | None = None) -> None:
        """Mostly the next step, sometimes any."""
        step = skeleton.step(self.replay.entries)
        to_step = wanted or (
            skeleton.NEXT[step] if self.rng.random() < 0.75 else self.rng.choice(["recovery", "reintegration", "follow_up"])
        )
        self.attempt("change_step", {"to_step": to_step})

    def attempt(self, act: str, said: dict[str, Any], moment: int | None = None) -> None:
        """What blocks a move is sometimes waived, and the move tried again."""
        if self.add(act, said, moment=moment):
            return
        answer = self.replay.answers[-1]
        if answer and answer[1] and len(answer[1]) <= 6 and self.rng.random() < 0.7:
            for standard_id in answer[1]:
                self.waive(standard_id)
            self.add(act, said)

    def waive(self, standard_id: str) -> None:
        """Ask, and mostly decide: by another person, or wrongly by the same."""
        rng = self.rng
        expiry = [{}, {"expires_on": local(self.clock + rng.randint(0, 40) * DAY).date().isoformat()}]
        self.add("request_waiver", {"standard_id": standard_id} | rng.choice(expiry))
        asked = self.document["acts"][-1]
        if rng.random() < 0.9:
            waivable = next(s["waivable"] for s in CATALOGUE["standards"] if s["id"] == standard_id)
            asker = asked.get("who")
            other = "supervisor_b" if asker == "supervisor_a" else "supervisor_a"
            decider = asker if waivable and asker in ("supervisor_a", "supervisor_b") and rng.random() < 0.3 else other
            decision = {"decision": "approved"} if decider != other or not waivable or rng.random() < 0.85 else {"decision": "refused"}
            if (
                not self.add("decide_waiver", decision | rng.choice(expiry), of=asked["as"], who=decider)
                and waivable
                and rng.random() < 0.7
            ):
                self.add("decide_waiver", {"decision": "approved"} | rng.choice(expiry), of=asked["as"], who=other)

    def close(self) -> None:
        """Close once; a closed case is not closed again."""
        if skeleton.step(self.replay.entries) != "closed":
            said = {"reason": self.rng.choice(FIELDS["close_case"]["reason"])}
            self.attempt("close_case", said, None if self.rng.random() < 0.3 else self.clock)


def new_limit(rng: Random, name: str) -> str:
    """Another limit for a setting; rhythms, notices and validities stay whole days."""
    if name in ("follow_up_rhythm", "family_assessment_validity", "handover_notice"):
        return {"follow_up_rhythm": ["P2M", "P4M", "P6M"]}.get(name, ["P3D", "P1M", "P8W"])[rng.randrange(3)]
    return rng.choice(["P0D", "P1D", "P5D", "P15D", "P2W", "P1M", "P2M", "PT1H", "PT12H", "PT48H", "PT96H"])
