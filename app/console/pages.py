"""All pages of the console, gathered from the files that declare them."""

from starlette.routing import Route

from app.console import acts, home, signing_in, statics

ROUTES: list[Route] = [
    *signing_in.ROUTES,
    *statics.routes(),
    *(route for module in (home, acts) for route in module.pages.routes),
]
