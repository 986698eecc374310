"""How many findings this process has written, for its metrics."""

from collections import Counter

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from app.models.findings import FindingRow

_written: Counter[str] = Counter()


def findings_written() -> int:
    """Return how many findings were written since the start, also by transactions that were undone."""
    return _written.total()


@event.listens_for(Session, "do_orm_execute")
def _count(state: ORMExecuteState) -> None:
    # By name: the table of an ORM statement is an annotated copy.
    if state.is_insert and getattr(getattr(state.statement, "table", None), "name", "") == FindingRow.__tablename__:
        _written["findings"] += len(state.parameters) if isinstance(state.parameters, list) else 1
