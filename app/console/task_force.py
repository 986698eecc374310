"""What a task force sees: a fixed set of tables of its province or the nation at the end of the last month, small numbers hidden."""

from app.access import Permission
from app.console import audit_tables, labels
from app.console.answers import Page
from app.console.asking import Asked
from app.console.audit_tables import Names
from app.console.door import Pages
from app.errors import NotFound
from app.services import task_force
from app.services.compliance import By
from app.services.task_force import NATION, Table
from app.work import Work

pages = Pages()


# It writes: the first one who asks has the table kept until the next month ends.
@pages.get("/task-force", Permission.TASK_FORCE_READ, writes=True)
def read_task_force(work: Work, asked: Asked) -> Page:
    """Show one of the tables."""
    table = _table(asked.query.get("table") or Table.RIGHT.value)
    told = task_force.table(work, table)
    names, by = Names(work, asked.language), By(table.value)
    national = told["area"] == NATION
    context = {
        "shown": told,
        "table": table.value,
        "tables": [(one.value, by_label(asked.language, one)) for one in Table if national or one is not Table.PROVINCE],
        "area": None if national else labels.province(asked.language, told["area"]),
        "lines": audit_tables.lines(None, by, told["groups"], names),
        "map": audit_tables.map_of(None, told["groups"], names, asked.language) if table is Table.PROVINCE else None,
        "key": audit_tables.key_of(asked.language, hidden=True),
        "columns": audit_tables.COLUMNS,
    }
    return Page("task_force/table.html", context)


def by_label(language: str, table: Table) -> str:
    """Return what a table's lines are."""
    return labels.code(language, By, table.value)


def _table(text: str) -> Table:
    try:
        return Table(text)
    except ValueError:
        raise NotFound from None
