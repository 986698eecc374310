"""All pages of the console, gathered from the files that declare them."""

from starlette.routing import BaseRoute

from app.console import (
    acts,
    audit,
    book,
    case,
    cases,
    checklist,
    complaints,
    home,
    inspections,
    monitoring,
    signing_in,
    statics,
    supervision,
    today,
)

ROUTES: list[BaseRoute] = [
    *signing_in.ROUTES,
    *statics.routes(),
    *(
        route
        for module in (home, today, cases, case, book, audit, supervision, complaints, monitoring, inspections, checklist, acts)
        for route in module.pages.routes
    ),
]
