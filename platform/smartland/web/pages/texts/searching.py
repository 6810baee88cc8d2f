"""What the search box and the result list say."""

from collections.abc import Mapping

from smartland.errors import Label

SEARCHING: Mapping[str, Label] = {
    "results": Label("Risultati della ricerca", "Search results"),
    "everything": Label("Tutto ciò che è pubblicato", "Everything published"),
    "found_none": Label("Nessun risultato", "No results"),
    "found_one": Label("1 risultato", "1 result"),
    "found_many": Label("{total} risultati", "{total} results"),
    "for_words": Label("per «{words}»", "for “{words}”"),
    "filters": Label("Filtra i risultati", "Filter results"),
    "apply_filters": Label("Applica i filtri", "Apply filters"),
    "active_filters": Label("Filtri attivi", "Active filters"),
    "remove_filter": Label("Togli il filtro {name}", "Remove filter {name}"),
    "remove_all": Label("Togli tutti i filtri", "Remove all filters"),
    "more_values": Label("Altri valori ({count})", "More values ({count})"),
    "kind": Label("Tipo di scheda", "Kind of record"),
    "apply": Label("Applica", "Apply"),
    "next_page": Label("Risultati successivi", "Next results"),
    "first_page": Label("Torna ai primi risultati", "Back to the first results"),
    "shown_of": Label("{shown} su {total}", "{shown} of {total}"),
    "no_results_words": Label(
        "Nessuna scheda contiene «{words}».", "No record contains “{words}”."
    ),
    "no_results_words_filters": Label(
        "Nessuna scheda contiene «{words}» con i filtri scelti.",
        "No record contains “{words}” with the chosen filters.",
    ),
    "no_results_filters": Label(
        "Nessuna scheda risponde ai filtri scelti.", "No record matches the chosen filters."
    ),
    "no_results_what": Label("Che cosa puoi fare", "What you can do"),
    "no_results_spelling": Label(
        "controlla come sono scritte le parole, o usane di più generali",
        "check the spelling of the words, or use more general ones",
    ),
    "no_results_filters_tip": Label("togli uno o più filtri", "remove one or more filters"),
    "no_results_vocabulary": Label(
        "parti da una competenza del vocabolario", "start from a competence of the vocabulary"
    ),
    "relaxed": Label(
        "Nessuna scheda contiene tutte le parole di «{words}»: queste ne contengono alcune, o"
        " parole simili.",
        "No record contains every word of “{words}”: these contain some of them, or similar ones.",
    ),
    "pages": Label("Pagine dei risultati", "Pages of results"),
    # orders
    "sort": Label("Ordina per", "Sort by"),
    "sort_relevance": Label("pertinenza", "relevance"),
    "sort_title": Label("titolo", "title"),
    "sort_closes": Label("scadenza, la più vicina", "closing date, soonest first"),
    "sort_closed": Label("scadenza, la più lontana", "closing date, latest first"),
    "sort_start": Label("inizio, il più recente", "start, newest first"),
    "sort_modified": Label("modifica, la più recente", "changed, newest first"),
    "sort_issued": Label("pubblicazione, la più recente", "published, newest first"),
    "sort_budget": Label("importo, il più alto", "amount, highest first"),
    "sort_population": Label("abitanti, i più numerosi", "inhabitants, most first"),
    # filters
    "facet_year": Label("Anno", "Year"),
    "facet_budget_band": Label("Fascia di importo", "Amount"),
    "facet_licence": Label("Licenza", "Licence"),
    "inside": Label("{name} nel dettaglio ({count})", "{name} in detail ({count})"),
    "included": Label("compreso nella scelta", "included in the choice"),
    # how the question was read
    "did_you_mean": Label("Forse cercavi", "Did you mean"),
    "missing_word": Label("Nessuna scheda contiene «{word}».", "No record contains “{word}”."),
    "nearest": Label("Le parole più vicine", "The nearest words"),
    "nearest_shown": Label(
        "Ecco le schede più vicine a ciò che hai scritto.",
        "These are the records nearest to what you typed.",
    ),
    "also_found": Label(
        "Comprese anche le schede su {concept} e su ciò che ne fa parte.",
        "Records on {concept}, and on what is narrower, are included.",
    ),
    "words_only": Label("Cerca solo le parole «{words}»", "Search the words “{words}” only"),
    "unknown_field": Label(
        "«{name}:» non è un filtro, quindi è stato cercato come parola.",
        "“{name}:” is no filter, so it was searched as a word.",
    ),
    # why a result is here
    "why": Label("Perché è qui", "Why it is here"),
    "why_code": Label("Codice", "Code"),
    "why_concept": Label("Collegato a «{words}»", "Related to “{words}”"),
    "why_similar": Label("Scritto in modo simile", "Spelt alike"),
    "why_similar_pair": Label("«{typed}» → «{found}»", "“{typed}” → “{found}”"),
    # the map
    "show_map": Label("Mostra la mappa", "Show the map"),
    "hide_map": Label("Nascondi la mappa", "Hide the map"),
    "map_title": Label("Dove sono i risultati", "Where the results are"),
    "map_text": Label(
        "Ogni cerchio è un luogo con il numero delle sue schede; scegliendolo si filtra, e una"
        " provincia mostra i suoi comuni. Le stesse cifre sono nel filtro",
        "Each circle is a place with the number of its records; choosing one filters, and a"
        " province shows its municipalities. The same figures are in the filter",
    ),
    "map_empty": Label(
        "Nessuno di questi risultati indica un luogo.", "None of these results names a place."
    ),
    "map_source": Label(
        "Confini: Natural Earth.",
        "Boundaries: Natural Earth.",
    ),
    "place_one": Label("{name}: 1 scheda", "{name}: 1 record"),
    "place_count": Label("{name}: {count} schede", "{name}: {count} records"),
    "box": Label("Area sulla mappa", "Area on the map"),
    "box_text": Label(
        "Solo le schede che hanno un punto in questo rettangolo, in gradi decimali.",
        "Only records with a point in this rectangle, in decimal degrees.",
    ),
    "side_south": Label("Sud", "South"),
    "side_west": Label("Ovest", "West"),
    "side_north": Label("Nord", "North"),
    "side_east": Label("Est", "East"),
    "search_box": Label("Cerca in quest'area", "Search this area"),
    "draw_box": Label("Disegna l'area sulla mappa", "Draw the area on the map"),
    "drawing_box": Label("Trascina sulla mappa", "Drag across the map"),
    # the same list for programs and people elsewhere
    "follow": Label("Segui questa ricerca", "Follow this search"),
    "feed_of_search": Label("Novità di questa ricerca", "News of this search"),
    "in_csv": Label("CSV", "CSV"),
    "in_json": Label("JSON", "JSON"),
    "take_along": Label("Questi risultati altrove", "Take these results along"),
    "table_cut": Label("le prime {rows} righe", "the first {rows} rows"),
    # the search box
    "go_on_typing": Label("Parole", "Words"),
    "go_straight_to": Label("Vai alla scheda", "Go to the record"),
    "suggestions_none": Label("Nessun suggerimento", "No suggestions"),
    "suggestions_one": Label(
        "1 suggerimento: freccia giù per sceglierlo", "1 suggestion: down arrow to choose it"
    ),
    "suggestions_many": Label(
        "{count} suggerimenti: frecce su e giù per scegliere",
        "{count} suggestions: up and down arrows to choose",
    ),
    # OpenSearch: the name has 48 characters at most
    "opensearch_name": Label(
        "Smart Land: competenze, bisogni e progetti", "Smart Land: competences, needs and projects"
    ),
    "opensearch_text": Label(
        "Competenze, bisogni, bandi, progetti e dati dei territori",
        "Competences, needs, calls, projects and data of the territories",
    ),
}
