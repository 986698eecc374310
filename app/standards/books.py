"""The catalogues at hand, and one judge for each of them under each rule profile."""

from collections.abc import Mapping
from functools import lru_cache

from app.shape import Shape
from app.standards.judge import Judge
from app.standards.rulebook import UnknownCatalogue
from app.standards.rules import Catalogue


class Books:
    """Catalogues by id; several versions stand side by side as `id@version`."""

    def __init__(self, catalogues: Mapping[str, Catalogue], default: str, shape: Shape) -> None:
        """Keep the catalogues; `default` is the one a new case is bound to."""
        if default not in catalogues:
            raise UnknownCatalogue(default)
        self.catalogues = dict(catalogues)
        self.default = default
        self.shape = shape
        self._judges = lru_cache(maxsize=256)(self._build)

    def catalogue(self, catalogue_id: str) -> Catalogue:
        """Return the catalogue of that id. Raises UnknownCatalogue."""
        try:
            return self.catalogues[catalogue_id]
        except KeyError:
            raise UnknownCatalogue(catalogue_id) from None

    def binding(self) -> str:
        """Return what a new case is bound to: the default with its version, so that a later one does not change the case's rules."""
        newest = self.catalogues[self.default]
        name = f"{newest.id}@{newest.version}"
        return name if name in self.catalogues else self.default

    def judge(self, catalogue_id: str, profile: Mapping[str, object]) -> Judge:
        """Return the judge of a catalogue whose proposed limits an organisation's rule profile may replace."""
        return self._judges(catalogue_id, tuple(sorted((k, str(v)) for k, v in profile.items())))

    def _build(self, catalogue_id: str, profile: tuple[tuple[str, str], ...]) -> Judge:
        return Judge(self.catalogue(catalogue_id), self.shape, dict(profile))
