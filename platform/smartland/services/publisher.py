"""Who runs this installation, and answers for what it publishes of its own."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from smartland.domain.codes import ipa_code

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Publisher:
    """The body behind an installation, as its catalogue names it.

    ``identifier`` is its IPA code (lower case), or what else tells it apart; ``email`` is an
    office's mailbox, empty where none is to be published, and then there is no contact point.
    ``place`` is the territory that the data are about: the IRI of GeoNames or of the EU's list.
    """

    name: str
    identifier: str
    homepage: str
    email: str = ""
    place: str = "https://www.geonames.org/3174618"
    place_name: str = "Lombardia"
    licence: str = CC_BY


def publisher_of(
    base: str, *, name: str = "", ipa: str = "", email: str = "", homepage: str = ""
) -> Publisher:
    """The publisher that an installation set; what it did not set is taken from its address.

    Nobody's code is pretended: without one the host name tells the installation apart. Raises
    ValueError for what is no IPA code.
    """
    host = urlsplit(base).hostname or "localhost"
    return Publisher(
        name=name.strip() or f"Smart Land ({host})",
        identifier=ipa_code(ipa) if ipa.strip() else host,
        homepage=homepage or base,
        email=email.strip(),
    )
