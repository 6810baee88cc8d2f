"""What the frame and the home page say."""

from collections.abc import Mapping

from smartland.errors import Label

SITE: Mapping[str, Label] = {
    # the frame
    "site": Label("Smart Land", "Smart Land"),
    "tagline": Label(
        "Competenze, bisogni e progetti dei territori",
        "Competences, needs and projects of the territories",
    ),
    "owner": Label("Modello Smart Land", "The Smart Land model"),
    "description": Label(
        "La piattaforma aperta in cui imprese, associazioni, amministrazioni e università"
        " pubblicano competenze, bisogni e progetti, e si trovano.",
        "The open platform on which firms, associations, administrations and universities"
        " publish competences, needs and projects, and find one another.",
    ),
    "skip_main": Label("Vai al contenuto principale", "Skip to main content"),
    "skip_footer": Label("Vai al piè di pagina", "Skip to footer"),
    "main_navigation": Label("Principale", "Main"),
    "languages": Label("Scegli la lingua", "Choose the language"),
    "show_menu": Label("Mostra o nascondi il menu", "Show or hide the menu"),
    "hide_menu": Label("Chiudi il menu", "Close the menu"),
    "you_are_here": Label("Percorso di navigazione", "Breadcrumb"),
    "home": Label("Home", "Home"),
    "search": Label("Cerca", "Search"),
    "search_site": Label("Cerca nella piattaforma", "Search the platform"),
    "explore": Label("Esplora", "Explore"),
    "stakeholders": Label("Attori", "Stakeholders"),
    "needs": Label("Bisogni", "Needs"),
    "offers": Label("Offerte", "Offers"),
    "projects": Label("Progetti", "Projects"),
    "calls": Label("Bandi", "Calls"),
    "data": Label("Dati", "Data"),
    "vocabulary": Label("Vocabolario", "Vocabulary"),
    "for_developers": Label("Per chi sviluppa", "For developers"),
    "about_site": Label("Informazioni", "About this site"),
    "accessibility": Label("Dichiarazione di accessibilità", "Accessibility statement"),
    "privacy": Label("Informativa sulla privacy", "Privacy notice"),
    "licence_note": Label(
        "I dati sono pubblicati con licenza CC BY 4.0, salvo diversa indicazione.",
        "Data are published under CC BY 4.0 unless stated otherwise.",
    ),
    "small_prints": Label("Link utili", "Useful links"),
    "status": Label("Stato del servizio", "Service status"),
    # home
    "hero_title": Label(
        "Trova chi sa fare ciò che al tuo territorio serve",
        "Find who can do what your territory needs",
    ),
    "hero_text": Label(
        "Imprese, associazioni, amministrazioni e università pubblicano qui competenze, bisogni,"
        " bandi e progetti. Tutto è dato aperto e collegato.",
        "Firms, associations, administrations and universities publish competences, needs, calls"
        " and projects here. All of it is open, linked data.",
    ),
    "search_placeholder": Label(
        "Per esempio: sensori per l'acqua", "For example: sensors for water"
    ),
    "search_label": Label(
        "Cerca per parola, codice o territorio", "Search by word, code or territory"
    ),
    "try_with": Label("Prova con", "Try"),
    "in_numbers": Label("Che cosa c'è qui", "What is here"),
    "corridors": Label("I cinque corridoi tematici", "The five thematic corridors"),
    "corridors_text": Label(
        "L'obiettivo Smart Land si articola in cinque corridoi: ogni progetto, bando e competenza"
        " ne percorre almeno uno.",
        "The Smart Land goal is split into five corridors: each project, call and competence"
        " travels along at least one.",
    ),
    "closing_soon": Label("Bandi in scadenza", "Calls closing soon"),
    "no_closing": Label(
        "Nessun bando aperto ha una scadenza nei prossimi mesi.",
        "No open call closes in the coming months.",
    ),
    "all_calls": Label("Tutti i bandi", "All calls"),
    "where": Label("Dove succede", "Where it happens"),
    "where_text": Label(
        "Descrizioni pubblicate per territorio.", "Published descriptions by territory."
    ),
    "all_territories": Label("Tutti i territori", "All territories"),
    "reuse": Label("Riusa tutto", "Reuse everything"),
    "reuse_text": Label(
        "Ogni pagina è anche un dato: lo stesso contenuto in JSON, in RDF e tramite SPARQL,"
        " senza registrazione.",
        "Every page is data too: the same content in JSON, in RDF and through SPARQL, without"
        " registration.",
    ),
    "sparql_promo": Label(
        "Interroga il grafo con SPARQL 1.1: trovi esempi pronti da cui partire.",
        "Query the graph with SPARQL 1.1: ready examples are there to start from.",
    ),
    "api_promo": Label(
        "Leggi, cerca e pubblica con un'API JSON descritta in OpenAPI 3.1.",
        "Read, search and publish through a JSON API described in OpenAPI 3.1.",
    ),
    "vocabulary_promo": Label(
        "Competenze, corridoi e filiere con i legami fra concetti e verso i vocabolari europei.",
        "Competences, corridors and supply chains, linked to each other and to European"
        " vocabularies.",
    ),
    "open_sparql": Label("Apri l'editor SPARQL", "Open the SPARQL editor"),
    "open_api": Label("Leggi la guida all'API", "Read the API guide"),
    "open_vocabulary": Label("Sfoglia il vocabolario", "Browse the vocabulary"),
    "nothing_yet": Label(
        "Non è ancora stato pubblicato nulla: raccogli un catalogo o carica i dati dimostrativi.",
        "Nothing has been published yet: harvest a catalogue or load the demo data.",
    ),
}
