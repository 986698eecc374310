"""All pages of the console, gathered from the files that declare them."""

from starlette.routing import BaseRoute

from app.console import acts, audit, book, cases, home, signing_in, statics, today

ROUTES: list[BaseRoute] = [
    *signing_in.ROUTES,
    *statics.routes(),
    *(route for module in (home, today, cases, book, audit, acts) for route in module.pages.routes),
]
