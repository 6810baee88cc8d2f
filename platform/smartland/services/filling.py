"""The templates that people fill in, of whichever importer has them."""

from collections.abc import Mapping, Sequence

from smartland.domain.kinds import KINDS
from smartland.errors import Label, NotFound
from smartland.ports.importer import Importer, Template, Templated

NO_TEMPLATES = Label(
    it="Questa installazione non ha modelli da riempire.",
    en="This installation has no templates to fill in.",
)


def template_of(
    importers: Mapping[str, Importer], kinds: Sequence[str], *, workbook: bool
) -> Template:
    """A workbook with a sheet for each of ``kinds``, or CSV of the only one.

    Raises NotFound for what is no kind, and where no importer has templates.
    """
    for one in importers.values():
        if isinstance(one, Templated):
            return one.template(kinds, workbook=workbook)
    raise NotFound(NO_TEMPLATES)


def all_templates(importers: Mapping[str, Importer]) -> Template:
    """A workbook with the templates of all kinds. Raises NotFound."""
    return template_of(importers, tuple(KINDS), workbook=True)
