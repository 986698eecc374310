"""The 95 standards of a case as a programmer would write them by hand: plain functions over the same folded facts, nothing read from data.

The peer of the engine. It gives the status and the due time of each standard and neither reasons nor proofs.
"""

from collections.abc import Callable, Mapping, Sequence

from app.standards.facts import Recorded
from bench.handwritten import closing, dignity, going_home, privacy, safety, self_determination, services
from bench.handwritten.case import MET, NOT_APPLICABLE, WAIVED, Answer, Case

STANDARDS: dict[str, Callable[[Case], Answer]] = {
    name.upper().replace("_", "-", 1): function
    for module in (safety, privacy, dignity, services, self_determination, going_home, closing)
    for name, function in vars(module).items()
    if name[0] == "r" and name[1].isdigit()
}
# No waiver covers these.
NEVER_WAIVED = frozenset(
    ("R1-07C", "R3-02A", "R3-03A", "R3-03B", "R4-05B", "R6-03C", "R8-04A", "R9-01A", "R9-01B", "R9-02A", "R9-02B", "R10-01A")
)


def judge(records: Mapping[str, Sequence[Recorded]], as_of: int) -> dict[str, Answer]:
    """Judge one case."""
    case = Case(records, as_of)
    if not case.waivers:
        return {name: standard(case) for name, standard in STANDARDS.items()}
    return {name: _waived(case, name, standard(case)) for name, standard in STANDARDS.items()}


def _waived(case: Case, name: str, answer: Answer) -> Answer:
    if answer[0] in (MET, NOT_APPLICABLE) or name in NEVER_WAIVED or not case.is_waived(name):
        return answer
    return WAIVED, None
