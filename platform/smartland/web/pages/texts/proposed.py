"""What the pages say of competences that evidence proposes."""

from collections.abc import Mapping

from smartland.errors import Label

PROPOSED: Mapping[str, Label] = {
    "proposed_title": Label("Competenze proposte", "Proposed competences"),
    "proposed_text": Label(
        "Ricavate in automatico dai documenti pubblicati qui: nessuno le ha ancora confermate.",
        "Drawn automatically from documents published here: nobody has confirmed them yet.",
    ),
    "proposed_mark": Label("da confermare", "to be confirmed"),
    "proposed_percent": Label("attendibilità {percent} su 100", "confidence {percent} out of 100"),
    "proposed_from": Label("Prove", "Evidence"),
    "proposed_more": Label("e altre {count}", "and {count} more"),
    "proposed_see": Label("Vedi la proposta", "See the proposal"),
}
