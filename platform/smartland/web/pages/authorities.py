"""Names of the European code lists that datasets use, which nobody has harvested here."""

from collections.abc import Mapping

from smartland.errors import Label
from smartland_vocab.namespaces import EU_AUTHORITY

_THEMES = {
    "AGRI": ("Agricoltura, pesca e alimentazione", "Agriculture, fisheries and food"),
    "ECON": ("Economia e finanze", "Economy and finance"),
    "EDUC": ("Istruzione, cultura e sport", "Education, culture and sport"),
    "ENER": ("Energia", "Energy"),
    "ENVI": ("Ambiente", "Environment"),
    "GOVE": ("Governo e settore pubblico", "Government and public sector"),
    "HEAL": ("Salute", "Health"),
    "INTR": ("Tematiche internazionali", "International issues"),
    "JUST": ("Giustizia e sicurezza pubblica", "Justice and public safety"),
    "REGI": ("Regioni e città", "Regions and cities"),
    "SOCI": ("Popolazione e società", "Population and society"),
    "TECH": ("Scienza e tecnologia", "Science and technology"),
    "TRAN": ("Trasporti", "Transport"),
}
_FREQUENCIES = {
    "ANNUAL": ("annuale", "annual"),
    "ANNUAL_2": ("semestrale", "twice a year"),
    "AS_NEEDED": ("quando serve", "as needed"),
    "ANNUAL_3": ("quadrimestrale", "three times a year"),
    "BIENNIAL": ("biennale", "every two years"),
    "BIMONTHLY": ("bimestrale", "every two months"),
    "BIWEEKLY": ("quindicinale", "every two weeks"),
    "CONT": ("continuo", "continuous"),
    "DAILY": ("quotidiana", "daily"),
    "HOURLY": ("oraria", "hourly"),
    "IRREG": ("irregolare", "irregular"),
    "MONTHLY": ("mensile", "monthly"),
    "MONTHLY_2": ("due volte al mese", "twice a month"),
    "NEVER": ("mai", "never"),
    "NOT_PLANNED": ("non prevista", "not planned"),
    "OTHER": ("altra", "other"),
    "QUARTERLY": ("trimestrale", "quarterly"),
    "TRIENNIAL": ("triennale", "every three years"),
    "UNKNOWN": ("sconosciuta", "unknown"),
    "UPDATE_CONT": ("in continuo aggiornamento", "continuously updated"),
    "WEEKLY": ("settimanale", "weekly"),
    "WEEKLY_2": ("due volte a settimana", "twice a week"),
}
_LANGUAGES = {
    "DEU": ("tedesco", "German"),
    "ENG": ("inglese", "English"),
    "FRA": ("francese", "French"),
    "ITA": ("italiano", "Italian"),
    "SLV": ("sloveno", "Slovene"),
}
_ACCESS = {
    "NON_PUBLIC": ("non pubblico", "not public"),
    "PUBLIC": ("pubblico", "public"),
    "RESTRICTED": ("con restrizioni", "restricted"),
}

AUTHORITY_LABELS: Mapping[str, Label] = {
    f"{EU_AUTHORITY}{table}/{code}": Label(it=it, en=en)
    for table, entries in (
        ("data-theme", _THEMES),
        ("frequency", _FREQUENCIES),
        ("language", _LANGUAGES),
        ("access-right", _ACCESS),
    )
    for code, (it, en) in entries.items()
}
