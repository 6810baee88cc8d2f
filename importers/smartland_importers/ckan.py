"""CKAN portals: their datasets with distributions and holders, and the catalogue that they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from smartland.domain.kinds.catalogue import CATALOGUE
from smartland.domain.resource import Description, Json
from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetcher
from smartland.ports.importer import Expected, Found, Item, Rejected
from smartland.rdf.write import canonical
from smartland_importers.ckan_api import Api, read_address, result_of, search_result
from smartland_importers.ckan_packages import Portal, read_package
from smartland_importers.ckan_values import language_tag
from smartland_importers.dcat_pages import document_iri
from smartland_importers.values import clean_line, clean_lines, shorten

LISTED = 10_000
"""References of one catalogue that its document holds; more of them go as a graph."""

NO_FILES = Label(
    it="In {address} non ci sono file .json.", en="There are no .json files in {address}."
)
_ABOUT = Label(
    it="Dataset del portale CKAN {address}.", en="Datasets of the CKAN portal {address}."
)


class CkanImporter:
    """Harvests a CKAN portal by its Action API."""

    name: ClassVar[str] = "ckan"
    label: ClassVar[Label] = Label(it="Portale CKAN", en="CKAN portal")

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """The datasets, then the catalogue that they are in.

        ``address`` is the portal, or a call of its API (package_search with q and fq,
        package_show, organization_show narrow it), or a saved answer, or a folder of them.
        Raises SourceFailed, TooLarge.
        """
        if urlsplit(address).scheme in ("http", "https"):
            return _online(Api(read_address(address), fetcher), base)
        return _saved(address, fetcher, base)


@dataclass
class _Taken:
    """What was taken of a portal: the IRIs of the datasets, their latest change, remarks."""

    portal: Portal
    datasets: list[str] = field(default_factory=list)
    modified: str = ""
    remarks: list[str] = field(default_factory=list)

    def items(self, packages: Iterator[Mapping[str, Json]]) -> Iterator[Item]:
        """One item a package."""
        for package in packages:
            item = read_package(package, self.portal)
            if isinstance(item, Found):
                self.datasets.append(item.description.iri)
                day = str(item.description.document.get("modified", ""))[:10]
                self.modified = max(self.modified, day)
            if item:
                yield item

    def catalogue(self) -> Found:
        """The portal itself."""
        portal = self.portal
        about = portal.description
        document: dict[str, Json] = {
            "title": {portal.language: portal.title or urlsplit(portal.root).netloc or "CKAN"},
            "description": {portal.language: about} if about else _about(portal.root),
        }
        home = urlsplit(portal.root).netloc
        document |= {"homepage": portal.root} if home else {}
        document |= {"modified": self.modified} if self.modified else {}
        document |= {"dataset": self.datasets} if self.datasets else {}
        remarks = tuple(self.remarks)
        if len(self.datasets) > LISTED:
            lines = canonical(CATALOGUE, portal.root, document)
            given = Description("catalogue", "catalogue", triples=lines, iri=portal.root)
            return Found(given, remarks)
        return Found(Description("catalogue", "catalogue", document, iri=portal.root), remarks)


def _about(address: str) -> dict[str, str]:
    told = _ABOUT.format(address=address)
    return {"it": told.it, "en": told.en}


def _online(api: Api, base: str) -> Iterator[Item]:
    status = api.status()
    organisations, failure = api.organisations()
    portal = Portal(
        api.address.root,
        base,
        language_tag(str(status.get("locale_default", ""))),
        shorten(clean_line(str(status.get("site_title") or "")), 1_000),
        shorten(clean_lines(str(status.get("site_description") or "")), 20_000),
        _by_name(organisations),
    )
    taken = _Taken(portal, remarks=[f"organisations: {failure}"] if failure else [])
    counted = 0
    for item in taken.items(api.packages()):
        if api.count != counted:
            counted = api.count
            yield Expected(counted + 1)
        yield item
    missing = api.count - api.shown
    if missing > 0 and not api.address.package:
        taken.remarks.append(f"{missing} of {api.count} datasets are counted but not shown")
    yield taken.catalogue()


def _by_name(organisations: list[Mapping[str, Json]]) -> dict[str, Mapping[str, Json]]:
    return {str(one[name]): one for one in organisations for name in ("name", "id") if name in one}


@dataclass
class _Answers:
    """The saved answers of one portal."""

    packages: list[Mapping[str, Json]] = field(default_factory=list)
    organisations: list[Mapping[str, Json]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many items come of them."""
        return len(self.packages) + 1 if self.packages else len(self.organisations)


def _saved(address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
    """The answers in files, portal by portal, as their ``help`` names it."""
    portals: dict[str, _Answers] = {}
    for path in _paths(address):
        result, root = result_of(fetcher.fetch(path).body, path)
        root = root or document_iri(path, base).rpartition("/")[0]
        _sort_answer(result, path, portals.setdefault(root, _Answers()))
    yield Expected(sum(one.size for one in portals.values()))
    for root, answers in portals.items():
        portal = Portal(root, base, organisations=_by_name(answers.organisations))
        taken = _Taken(portal, remarks=answers.remarks)
        unique = {str(one.get("id", one.get("name"))): one for one in answers.packages}
        yield from taken.items(iter(unique.values()))
        if answers.packages:
            yield taken.catalogue()
            continue
        for one in answers.organisations:
            name = str(one.get("id") or one.get("name"))
            yield Rejected(name, "an organisation; it comes in with its datasets")


def _paths(address: str) -> list[str]:
    if not Path(address).is_dir():
        return [address]
    names = (".json", ".json.gz")
    found = sorted(str(one) for one in Path(address).iterdir() if one.name.endswith(names))
    if not found:
        raise SourceFailed(NO_FILES.format(address=address))
    return found


def _sort_answer(result: Json, path: str, answers: _Answers) -> None:
    """Put an answer where it belongs: package_search, package_show or the organisations."""
    if isinstance(result, list):
        answers.organisations += [one for one in result if isinstance(one, dict)]
    elif isinstance(result, dict) and result.get("is_organization"):
        answers.organisations.append(result)
    elif isinstance(result, dict) and "results" not in result:
        # what is shown in full wins over what was found
        answers.packages.append(result)
    else:
        listed, count = search_result(result, path)
        answers.packages[:0] = listed
        if count > len(listed):
            answers.remarks.append(f"a saved answer with {len(listed)} of {count} datasets")
