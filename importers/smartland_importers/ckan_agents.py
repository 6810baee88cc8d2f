"""Who holds, publishes and made a dataset, and whom to ask: bodies only, never persons.

The names are those of ckanext-dcatapit (``holder_name``, ``creator``) and ckanext-dcat
(``publisher_uri``, ``contact_email``); without them the organisation of the portal stands in.
"""

import re
from collections.abc import Mapping

from smartland.domain.resource import Json
from smartland_importers.ckan_values import Fields
from smartland_importers.offices import is_body, office_mailbox

LONGEST_NAME = 1_000
_IPA = re.compile(r"[A-Za-z]{1,10}_[A-Za-z0-9_-]{1,19}")
_CONTACTS = (
    ("contact_name", "contact_email"),
    ("maintainer", "maintainer_email"),
    ("author", "author_email"),
)


def agents(package: Fields, organisation: Fields, portal: str) -> dict[str, Json]:
    """``rights_holder``, ``publisher``, ``creator`` and ``contact_point`` of a package."""
    document: dict[str, Json] = {}
    stands_in = _organisation(organisation, portal)
    holder = _agent(package, "holder") or stands_in
    document |= {"rights_holder": holder} if holder else {}
    publisher = _agent(package, "publisher") or stands_in
    document |= {"publisher": publisher} if publisher else {}
    creators = [_agent(one, "creator") for one in package.objects("creator")]
    creators = [one for one in (creators or [_agent(package, "creator")]) if one]
    document |= {"creator": creators} if creators else {}
    contact = _contact(package) or _office(organisation)
    document |= {"contact_point": [contact]} if contact else {}
    return document


def _agent(fields: Fields, role: str) -> dict[str, Json]:
    """The agent in ``{role}_name``, ``{role}_identifier``, …; empty where it has no name."""
    names = fields.texts(f"{role}_name", LONGEST_NAME)
    if not names:
        return {}
    part: dict[str, Json] = {"name": names}
    identifier = _identifier(fields, f"{role}_identifier")
    part |= {"identifier": identifier} if identifier else {}
    iri = fields.iri(f"{role}_uri")
    part |= {"iri": iri} if iri else {}
    site = fields.link(f"{role}_url")
    part |= {"homepage": site} if site else {}
    return part


def _identifier(fields: Fields, name: str) -> str:
    """An identifier; IPA codes in lower case, as the register has them: ``p_TN`` is ``p_tn``."""
    written = fields.text(name)[:100]
    return written.lower() if _IPA.fullmatch(written) else written


def _organisation(organisation: Fields, portal: str) -> dict[str, Json]:
    """The organisation of the portal under which a package stands."""
    names = organisation.texts("title", LONGEST_NAME) or organisation.texts("name", LONGEST_NAME)
    if not names:
        return {}
    part: dict[str, Json] = {"name": names}
    code = organisation.text("id", "name")
    iri = organisation.foreign(f"{portal}/organization/{code}") if code else ""
    part |= {"iri": iri} if iri else {}
    identifier = _identifier(organisation, "identifier")
    part |= {"identifier": identifier} if identifier else {}
    site = organisation.link("site")
    part |= {"homepage": site} if site else {}
    return part


def _contact(package: Fields) -> dict[str, Json]:
    """The first contact that is an office; those that may be persons are left out, and told."""
    for name, email in _CONTACTS:
        shown, written = package.text(name)[:500], package.text(email)
        if not shown and not written:
            continue
        mailbox = office_mailbox(written, shown)
        if mailbox or is_body(shown):
            return _contact_part(package, shown if is_body(shown) else "", mailbox)
        package.remarks.append(f"{name} left out: it may be a person's")
    return {}


def _contact_part(package: Fields, shown: str, mailbox: str) -> dict[str, Json]:
    part: dict[str, Json] = {}
    part |= {"name": {package.language: shown}} if shown else {}
    part |= {"email": mailbox} if mailbox else {}
    return part


def _office(organisation: Fields) -> dict[str, Json]:
    """The mailbox of the organisation; its own title says that it is a body."""
    names: Mapping[str, str] = organisation.texts("title", 500)
    mailbox = office_mailbox(organisation.text("email"), next(iter(names.values()), ""))
    return {"name": dict(names), "email": mailbox} if names and mailbox else {}
