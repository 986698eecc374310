"""What a provincial or national task force sees: fixed tables, small numbers hidden, the same all day."""

from collections.abc import Mapping

from app.access import Permission
from app.api.door import Routes
from app.services import task_force
from app.services.task_force import Table
from app.work import Work

routes = Routes("task force")


# It writes: the first one who asks has the table kept for the day.
@routes.add("GET", "/task-force/summary", Permission.TASK_FORCE_READ, writes=True)
def task_force_summary(work: Work, *, table: Table = Table.RIGHT) -> Mapping[str, object]:
    """Show one table of the task force's province, or of the nation, as of the end of the last whole month."""
    return task_force.table(work, table)
