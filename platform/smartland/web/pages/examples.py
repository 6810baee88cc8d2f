"""Example queries, by what people come for; every one is run by a test.

Their text is in ``queries/{name}.rq``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from smartland.errors import Label

FOLDER = Path(__file__).resolve().parent / "queries"


@dataclass(frozen=True)
class Example:
    """``name`` is in the page's address; ``task`` is a key of ``TASKS``."""

    name: str
    task: str
    title: Label

    @property
    def text(self) -> str:
        """The query, with its prefixes."""
        return _read(self.name)


TASKS: Mapping[str, Label] = {
    "partners": Label("Trovare partner", "Find partners"),
    "chances": Label("Trovare occasioni", "Find opportunities"),
    "programme": Label("Governare il programma", "Steer the programme"),
    "data": Label("Trovare dati", "Find data"),
}
EXAMPLES: Sequence[Example] = (
    Example(
        "partners-by-competence",
        "partners",
        Label(
            "Chi offre competenze sull'energia in provincia di Pavia",
            "Who offers energy competences in the province of Pavia",
        ),
    ),
    Example(
        "competences-per-corridor",
        "partners",
        Label(
            "Quante competenze sono offerte in ciascun corridoio",
            "How many competences are offered in each corridor",
        ),
    ),
    Example(
        "works-with",
        "partners",
        Label(
            "La rete di chi collabora, dichiarata o nata nei progetti",
            "The network of who works with whom, declared or grown in projects",
        ),
    ),
    Example(
        "stakeholders-of-a-territory",
        "partners",
        Label("Gli attori di un territorio, per tipo", "The stakeholders of a territory, by kind"),
    ),
    Example(
        "calls-for-universities",
        "chances",
        Label(
            "I bandi aperti alle università, dal più vicino alla scadenza",
            "Calls open to universities, the first to close first",
        ),
    ),
    Example(
        "needs-without-offer",
        "chances",
        Label(
            "I bisogni a cui nessuna competenza offerta risponde ancora",
            "Needs that no offered competence answers yet",
        ),
    ),
    Example(
        "projects-by-cup",
        "programme",
        Label(
            "I progetti con CUP: costo, date e stato",
            "Projects that have a CUP: cost, dates and status",
        ),
    ),
    Example(
        "participants",
        "programme",
        Label(
            "Chi partecipa ai progetti, con ruolo e quota",
            "Who takes part in projects, with role and share",
        ),
    ),
    Example(
        "kinds-by-corridor",
        "programme",
        Label(
            "Bisogni, offerte, bandi e progetti in ciascun corridoio",
            "Needs, offers, calls and projects in each corridor",
        ),
    ),
    Example(
        "concept-tree",
        "programme",
        Label(
            "L'albero delle competenze sotto un concetto", "The tree of competences below a concept"
        ),
    ),
    Example(
        "datasets-by-theme",
        "data",
        Label(
            "Quanti dataset per tema, e da quante fonti",
            "How many datasets by theme, and from how many publishers",
        ),
    ),
    Example(
        "distributions-by-format",
        "data",
        Label(
            "I formati in cui i dataset si possono scaricare",
            "The formats in which datasets can be downloaded",
        ),
    ),
    Example(
        "where-a-fact-comes-from",
        "data",
        Label(
            "In quale grafo, cioè in quale scheda, sta ogni fatto",
            "In which graph, that is in which record, each fact stands",
        ),
    ),
)


def example_named(name: str) -> Example | None:
    """The example of that name."""
    return next((one for one in EXAMPLES if one.name == name), None)


def examples_by_task() -> tuple[tuple[Label, tuple[Example, ...]], ...]:
    """The examples in the order in which people read them."""
    return tuple(
        (label, tuple(one for one in EXAMPLES if one.task == task)) for task, label in TASKS.items()
    )


@cache
def _read(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
