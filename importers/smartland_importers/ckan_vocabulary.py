"""The EU authority lists' codes for what portals write: formats, languages, themes, frequencies.

A value that is not certain has no code: a wrong format misleads more than a missing one.
"""

import re

from smartland_vocab.namespaces import EU_AUTHORITY

# file type → what portals write for it, in capitals and without blanks, dots, dashes
_FILE_TYPES = {
    "7Z": "7Z",
    "ATOM": "ATOM APPLICATION/ATOM+XML",
    "CSV": "CSV TEXT/CSV COMMASEPARATEDVALUES",
    "DBF": "DBF",
    "DOC": "DOC APPLICATION/MSWORD WORD",
    "DOCX": "DOCX APPLICATION/VNDOPENXMLFORMATSOFFICEDOCUMENTWORDPROCESSINGMLDOCUMENT",
    "DWG": "DWG",
    "DXF": "DXF",
    "EPUB": "EPUB",
    "GEOJSON": "GEOJSON APPLICATION/GEO+JSON APPLICATION/VNDGEO+JSON",
    "GML": "GML APPLICATION/GML+XML",
    "GPKG": "GPKG GEOPACKAGE APPLICATION/GEOPACKAGE+SQLITE3",
    "GZIP": "GZIP GZ APPLICATION/GZIP",
    "HTML": "HTML HTM TEXT/HTML",
    "ICS": "ICS ICAL TEXT/CALENDAR",
    "JPEG": "JPEG JPG IMAGE/JPEG",
    "JSON": "JSON APPLICATION/JSON",
    "JSON_LD": "JSONLD APPLICATION/LD+JSON",
    "KML": "KML APPLICATION/VNDGOOGLEEARTHKML+XML",
    "KMZ": "KMZ APPLICATION/VNDGOOGLEEARTHKMZ",
    "LAS": "LAS",
    "LAZ": "LAZ",
    "MDB": "MDB",
    "NETCDF": "NETCDF APPLICATION/NETCDF",
    "ODS": "ODS APPLICATION/VNDOASISOPENDOCUMENTSPREADSHEET",
    "ODT": "ODT APPLICATION/VNDOASISOPENDOCUMENTTEXT",
    "OWL": "OWL",
    "PDF": "PDF APPLICATION/PDF",
    "PNG": "PNG IMAGE/PNG",
    "PPT": "PPT",
    "PPTX": "PPTX",
    "RAR": "RAR",
    "RDF_N_TRIPLES": "NTRIPLES NT RDFNTRIPLES APPLICATION/NTRIPLES",
    "RDF_N_QUADS": "NQUADS APPLICATION/NQUADS",
    "RDF_TRIG": "TRIG APPLICATION/TRIG",
    "RDF_TURTLE": "TTL TURTLE RDFTURTLE TEXT/TURTLE",
    "RDF_XML": "RDF/XML RDFXML APPLICATION/RDF+XML",
    "RDF": "RDF",
    "RSS": "RSS APPLICATION/RSS+XML",
    "RTF": "RTF",
    "SCHEMA_XML": "XSD",
    "SHP": "SHP SHAPE SHAPEFILE ESRISHAPEFILE",
    "SQL": "SQL",
    "SVG": "SVG IMAGE/SVG+XML",
    "TAR": "TAR",
    "TIFF": "TIFF TIF GEOTIFF IMAGE/TIFF",
    "TSV": "TSV TEXT/TABSEPARATEDVALUES",
    "TXT": "TXT TEXT TEXT/PLAIN",
    "WCS_SRVC": "WCS OGCWCS OGC:WCS",
    "WFS_SRVC": "WFS OGCWFS OGC:WFS",
    "WMS_SRVC": "WMS OGCWMS OGC:WMS",
    "XHTML": "XHTML",
    "XLS": "XLS EXCEL APPLICATION/VNDMSEXCEL APPLICATION/MSEXCEL",
    "XLSX": "XLSX APPLICATION/VNDOPENXMLFORMATSOFFICEDOCUMENTSPREADSHEETMLSHEET",
    "XML": "XML TEXT/XML APPLICATION/XML",
    "ZIP": "ZIP APPLICATION/ZIP APPLICATION/XZIPCOMPRESSED",
}
FILE_TYPES = frozenset(_FILE_TYPES)
_FILE_TYPE_OF = {name: code for code, names in _FILE_TYPES.items() for name in names.split()}
_THEMES = "AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST REGI SOCI TECH TRAN"
_FREQUENCIES = (
    "TRIENNIAL BIENNIAL ANNUAL ANNUAL_2 ANNUAL_3 QUARTERLY BIMONTHLY MONTHLY MONTHLY_2 BIWEEKLY "
    "MONTHLY_3 WEEKLY WEEKLY_2 WEEKLY_3 DAILY UPDATE_CONT IRREG UNKNOWN OTHER DAILY_2 CONT NEVER "
    "QUADRENNIAL QUINQUENNIAL HOURLY DECENNIAL BIHOURLY TRIHOURLY BIDECENNIAL TRIDECENNIAL"
)
THEMES, FREQUENCIES = frozenset(_THEMES.split()), frozenset(_FREQUENCIES.split())
LANGUAGES = {
    "it": "ITA", "en": "ENG", "de": "DEU", "fr": "FRA", "es": "SPA", "pt": "POR", "sl": "SLV",
    "la": "LAT", "lld": "LLD", "fur": "FUR", "nl": "NLD", "el": "ELL", "ro": "RON", "hr": "HRV",
}  # fmt: skip
_LANGUAGE_CODES = frozenset(LANGUAGES.values())
RIGHTS = frozenset({"PUBLIC", "RESTRICTED", "NON_PUBLIC"})
_NOISE = re.compile(r"[\s.\-_]+")
_CODE = re.compile(r"[A-Z0-9_]{2,40}")
_PLACE = re.compile(r"[A-Z]{3}(_[A-Z0-9]{2,10})?")
_MEDIA_TYPE = re.compile(
    r"(?:application|audio|font|image|message|model|text|video)/[\w.+-]{1,100}"
)


def file_type(written: str) -> str:
    """The IRI of a file type; empty where none is certain."""
    code = _authority_code(written, "file-type")
    if code:
        return f"{EU_AUTHORITY}file-type/{code}"
    found = _FILE_TYPE_OF.get(_NOISE.sub("", written.partition(";")[0]).upper())
    return f"{EU_AUTHORITY}file-type/{found}" if found else ""


def media_type(written: str) -> str:
    """The IRI of a media type at IANA; empty for what is none."""
    name = written.partition(";")[0].strip().lower()
    known = _MEDIA_TYPE.fullmatch(name)
    return f"http://www.iana.org/assignments/media-types/{name}" if known else ""


def theme(written: str) -> str:
    """The IRI of a data theme from its IRI or code."""
    return _known(written, "data-theme", THEMES)


def frequency(written: str) -> str:
    """The IRI of an update frequency from its IRI or code."""
    return _known(written, "frequency", FREQUENCIES)


def access_right(written: str) -> str:
    """The IRI of an access right from its IRI or code."""
    return _known(written, "access-right", RIGHTS)


def language(written: str) -> str:
    """The IRI of a language from its IRI, its code of three letters or a tag (``it_IT``)."""
    tag = re.split(r"[-_]", written.strip().lower())[0]
    return _known(LANGUAGES.get(tag, written), "language", _LANGUAGE_CODES)


def place(written: str) -> str:
    """The IRI of a place of the EU's list from its code (``ITA_TRT``) or IRI."""
    code = _authority_code(written, "place") or written.strip()
    return f"{EU_AUTHORITY}place/{code}" if _PLACE.fullmatch(code) else ""


def _known(written: str, scheme: str, codes: frozenset[str]) -> str:
    code = _authority_code(written, scheme) or written.strip().upper()
    return f"{EU_AUTHORITY}{scheme}/{code}" if code in codes else ""


def _authority_code(written: str, scheme: str) -> str:
    """The last part of an IRI of that list, http or https; empty for everything else."""
    plain = written.strip().replace("https://", "http://", 1)
    code = plain.removeprefix(f"{EU_AUTHORITY}{scheme}/")
    return code if code != plain and _CODE.fullmatch(code) else ""
