"""What it takes to settle a gap: the minutes of the act that would. Minutes are proposed (`effort.py`); no standard reads them."""

from app.records.registry import acts_of
from app.reports.effort import MINUTES
from app.standards.rules import Before, Every, Holds, Selector, Standard, Within

# For an act that nobody has put a time to.
_ELSE = 20


def minutes_for(standard: Standard) -> int:
    """Return the minutes to do and record once what a standard asks for; of several ways, the longest."""
    acts = [act.name for record in proved_by(standard) for act in acts_of(record)]
    return max((MINUTES[name] for name in acts if name in MINUTES), default=_ELSE)


def proved_by(standard: Standard) -> frozenset[str]:
    """Return the records that can settle the standard: what its rule looks for, not what it starts from."""
    rule = standard.rule
    match rule:
        case Holds():
            return frozenset(rule.each)
        case Before():
            return frozenset(need.selector.record for need in rule.needs)
        case Within():
            # A deed that is a field of the start itself is done on that record.
            return frozenset(deed.record if isinstance(deed, Selector) else rule.start.record for deed in rule.done)
        case Every():
            return frozenset({rule.event.record})
