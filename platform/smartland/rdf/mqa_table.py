"""The table of metrics, in the order in which they are told."""

from smartland.errors import Label
from smartland.rdf.mqa_metrics import (
    ACCESSIBILITY,
    CONTEXTUALITY,
    FINDABILITY,
    INTEROPERABILITY,
    REUSABILITY,
    Metric,
)
from smartland_vocab.namespaces import DCAT

CONFORMANT = "conformant"
_SMALL = 5
METRICS: tuple[Metric, ...] = (
    Metric(
        "keyword", FINDABILITY, 30,
        Label(it="Parole chiave", en="Keywords"),
        Label(it="Aggiungere dcat:keyword, per esempio \"acqua\"@it.",
              en="Add dcat:keyword, such as \"water\"@en."),
    ),
    Metric(
        "theme", FINDABILITY, 30,
        Label(it="Tema", en="Theme"),
        Label(it="Aggiungere dcat:theme con un tema europeo.",
              en="Add dcat:theme with an EU theme."),
    ),
    Metric(
        "spatial", FINDABILITY, 20,
        Label(it="Copertura geografica", en="Spatial coverage"),
        Label(it="Aggiungere dct:spatial con il luogo di cui parlano i dati.",
              en="Add dct:spatial with the place that the data are about."),
    ),
    Metric(
        "temporal", FINDABILITY, 20,
        Label(it="Estensione temporale", en="Temporal coverage"),
        Label(it="Aggiungere dct:temporal con il periodo di cui parlano i dati.",
              en="Add dct:temporal with the period that the data are about."),
    ),
    Metric(
        "access-url-answers", ACCESSIBILITY, 50,
        Label(it="L'URL di accesso risponde", en="The access URL answers"),
        Label(it="Far rispondere ogni dcat:accessURL a una richiesta HEAD con 200 o 3xx.",
              en="Have every dcat:accessURL answer a HEAD request with 200 or 3xx."),
        on_distributions=True, probed=DCAT.accessURL,
    ),
    Metric(
        "download-url", ACCESSIBILITY, 20,
        Label(it="URL di download", en="Download URL"),
        Label(it="Aggiungere alle distribuzioni dcat:downloadURL con l'indirizzo del file.",
              en="Add dcat:downloadURL with the address of the file to the distributions."),
        on_distributions=True,
    ),
    Metric(
        "download-url-answers", ACCESSIBILITY, 30,
        Label(it="L'URL di download risponde", en="The download URL answers"),
        Label(it="Far rispondere ogni dcat:downloadURL a una richiesta HEAD con 200 o 3xx.",
              en="Have every dcat:downloadURL answer a HEAD request with 200 or 3xx."),
        on_distributions=True, probed=DCAT.downloadURL,
    ),
    Metric(
        "format", INTEROPERABILITY, 20,
        Label(it="Formato", en="Format"),
        Label(it="Aggiungere dct:format alle distribuzioni.",
              en="Add dct:format to the distributions."),
        on_distributions=True,
    ),
    Metric(
        "media-type", INTEROPERABILITY, 10,
        Label(it="Tipo di media", en="Media type"),
        Label(it="Aggiungere dcat:mediaType alle distribuzioni, per esempio "
              "<http://www.iana.org/assignments/media-types/text/csv>.",
              en="Add dcat:mediaType to the distributions, such as "
              "<http://www.iana.org/assignments/media-types/text/csv>."),
        on_distributions=True,
    ),
    Metric(
        "vocabulary", INTEROPERABILITY, 10,
        Label(it="Formato e tipo di media dai vocabolari", en="Format and media type from lists"),
        Label(it="Prendere dct:format dalla lista europea file-type e dcat:mediaType da IANA.",
              en="Take dct:format from the EU list file-type and dcat:mediaType from IANA."),
        on_distributions=True,
    ),
    Metric(
        "non-proprietary", INTEROPERABILITY, 20,
        Label(it="Formato non proprietario", en="Non-proprietary format"),
        Label(it="Offrire i dati in un formato non proprietario, come CSV o JSON, e dichiararlo "
              "in dct:format.",
              en="Offer the data in a non-proprietary format, such as CSV or JSON, and declare it "
              "in dct:format."),
        on_distributions=True,
    ),
    Metric(
        "machine-readable", INTEROPERABILITY, 20,
        Label(it="Formato leggibile da programmi", en="Machine-readable format"),
        Label(it="Offrire i dati in un formato leggibile da programmi, come CSV o JSON, e "
              "dichiararlo in dct:format.",
              en="Offer the data in a machine-readable format, such as CSV or JSON, and declare it "
              "in dct:format."),
        on_distributions=True,
    ),
    Metric(
        CONFORMANT, INTEROPERABILITY, 30,
        Label(it="Conforme a DCAT-AP", en="Conforms to DCAT-AP"),
        Label(it="Correggere le violazioni di DCAT-AP: convalidare con il profilo dcat-ap-3.",
              en="Mend the violations of DCAT-AP: validate with the profile dcat-ap-3."),
    ),
    Metric(
        "licence", REUSABILITY, 20,
        Label(it="Licenza", en="Licence"),
        Label(it="Aggiungere dct:license alle distribuzioni.",
              en="Add dct:license to the distributions."),
        on_distributions=True,
    ),
    Metric(
        "known-licence", REUSABILITY, 10,
        Label(it="Licenza riconosciuta", en="Known licence"),
        Label(it="Scrivere in dct:license una licenza che data.europa.eu riconosce, per esempio "
              "<https://creativecommons.org/licenses/by/4.0/>.",
              en="Write a licence that data.europa.eu recognises in dct:license, such as "
              "<https://creativecommons.org/licenses/by/4.0/>."),
        on_distributions=True,
    ),
    Metric(
        "access-rights", REUSABILITY, 10,
        Label(it="Diritti di accesso", en="Access rights"),
        Label(it="Aggiungere dct:accessRights al dataset.",
              en="Add dct:accessRights to the dataset."),
    ),
    Metric(
        "access-rights-listed", REUSABILITY, 5,
        Label(it="Diritti di accesso dal vocabolario", en="Access rights from the list"),
        Label(it="Prendere dct:accessRights dalla lista europea access-right, per esempio PUBLIC.",
              en="Take dct:accessRights from the EU list access-right, such as PUBLIC."),
    ),
    Metric(
        "contact-point", REUSABILITY, 20,
        Label(it="Punto di contatto", en="Contact point"),
        Label(it="Aggiungere dcat:contactPoint al dataset.",
              en="Add dcat:contactPoint to the dataset."),
    ),
    Metric(
        "publisher", REUSABILITY, 10,
        Label(it="Editore", en="Publisher"),
        Label(it="Aggiungere dct:publisher al dataset.", en="Add dct:publisher to the dataset."),
    ),
    Metric(
        "rights", CONTEXTUALITY, _SMALL,
        Label(it="Diritti", en="Rights"),
        Label(it="Aggiungere dct:rights alle distribuzioni.",
              en="Add dct:rights to the distributions."),
        on_distributions=True,
    ),
    Metric(
        "byte-size", CONTEXTUALITY, _SMALL,
        Label(it="Dimensione", en="Byte size"),
        Label(it="Aggiungere dcat:byteSize alle distribuzioni; ma DCAT-AP_IT e DCAT-AP 3 vogliono "
              "tipi diversi, e la conformità vale di più.",
              en="Add dcat:byteSize to the distributions; but DCAT-AP_IT and DCAT-AP 3 want "
              "different datatypes, and conformance is worth more."),
        on_distributions=True,
    ),
    Metric(
        "issued", CONTEXTUALITY, _SMALL,
        Label(it="Data di rilascio", en="Release date"),
        Label(it="Aggiungere dct:issued al dataset.", en="Add dct:issued to the dataset."),
    ),
    Metric(
        "modified", CONTEXTUALITY, _SMALL,
        Label(it="Data di modifica", en="Modification date"),
        Label(it="Aggiungere dct:modified al dataset.", en="Add dct:modified to the dataset."),
    ),
)  # fmt: skip
TOTAL = sum(one.points for one in METRICS)
