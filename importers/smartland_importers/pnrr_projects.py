"""Funded applications of PA digitale 2026 as projects: one a CUP, however many applications."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from sys import intern
from typing import Final

from smartland.domain import codes
from smartland.domain.identity import resource_iri
from smartland.domain.resource import Description, Json
from smartland.errors import Label, TooLarge
from smartland.ports.importer import Found, Rejected
from smartland_importers.pnrr_calls import PROGRAMME, Notice, day_of, title_key
from smartland_importers.values import clean_line, money, read_or_remark, shorten, unique

COLUMNS = frozenset({"codice_ipa", "avviso", "codice_cup", "importo_finanziamento"})
FUNDED, RENOUNCED, PAID = "A", "R", "E"
_WORDS = {FUNDED: "finanziata", RENOUNCED: "rinunciata", PAID: "erogata"}
MOST = 200_000
"""Applications, which are held in memory together; the programme has half of it."""
TOO_MANY = Label(
    it="La fonte ha più di {limit} candidature: registrarla in parti.",
    en="The source has more than {limit} applications: register it in parts.",
)
_MUNICIPALITIES = "comuni"
_REGION = re.compile(r"r_[a-z]+")
_REPEATED: Final = ("amount", "state", "funded", "body")


@dataclass(frozen=True, slots=True)
class Application:
    """One row: who applied to which call, and what became of it.

    ``amount`` is in euros, None where it cannot be read; ``funded`` a day, empty likewise.
    """

    cup: str
    ipa: str
    body: str
    call: str
    window: str
    decree: str
    amount: Decimal | None
    funded: str
    state: str
    since: str
    measure: str
    territory: str
    remarks: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells applications of one CUP apart; the source publishes some in two files."""
        return self.ipa, title_key(self.call), self.window


@dataclass
class Projects:
    """The applications read so far, by CUP in the order of the source."""

    by_cup: dict[str, dict[tuple[str, ...], Application]] = field(default_factory=dict)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0

    def add(self, one: Application) -> None:
        """Keep an application; one that came before counts as it was first described.

        Raises TooLarge.
        """
        self.count += 1
        if self.count > MOST:
            raise TooLarge(TOO_MANY.format(limit=MOST))
        known = self.by_cup.setdefault(one.cup, {}).setdefault(one.identity, one)
        differing = [name for name in _REPEATED if getattr(known, name) != getattr(one, name)]
        if differing:
            text = f"described twice with another {', '.join(differing)}; the first one counts"
            self.remarks.setdefault(one.cup, []).append(text)


def read_application(cells: Mapping[str, str], where: str) -> Application | Rejected:
    """The application of one row; a row without a valid CUP is rejected, having no other code."""
    remarks: list[str] = []
    try:
        cup = codes.cup(cells.get("codice_cup", ""))
    except ValueError as error:
        return _without_cup(cells, where, error)

    def read(column: str, how: Callable[[str], str]) -> str:
        return read_or_remark(column, cells.get(column, ""), how, remarks)

    ipa = read("codice_ipa", codes.ipa_code)
    amount = read("importo_finanziamento", money)
    return Application(
        cup=cup,
        ipa=ipa,
        body=shorten(_body(cells, ipa), 300),
        call=intern(shorten(clean_line(cells.get("avviso", "")), 500)),
        window=intern(clean_line(cells.get("numero_finestra_temporale", ""))[:20]),
        decree=intern(shorten(clean_line(cells.get("decreto_finanziamento", "")), 200)),
        amount=Decimal(amount) if amount else None,
        funded=intern(read("data_finanziamento", day_of)),
        state=intern(read("stato_candidatura", _state)),
        since=intern(read("data_stato_candidatura", day_of)),
        measure=intern(shorten(clean_line(cells.get("misura", "")), 300)),
        territory=_territory(cells, ipa, remarks),
        remarks=tuple(remarks),
    )


def _state(written: str) -> str:
    state = clean_line(written).upper()
    if state not in _WORDS:
        raise ValueError(f"{written[:20]!r} is unknown")
    return state


def _without_cup(cells: Mapping[str, str], where: str, error: ValueError) -> Rejected:
    columns = ("codice_cup", "codice_ipa", "avviso")
    written, body, call = (clean_line(cells.get(one, ""))[:100] for one in columns)
    return Rejected(where, f"codice_cup {written!r}: {error} ({body}, {call})")


def _body(cells: Mapping[str, str], ipa: str) -> str:
    """The name of who applied; older files of municipalities only name the place."""
    place = clean_line(cells.get("comune", ""))
    return clean_line(cells.get("ente", "")) or (f"Comune di {place}" if place else ipa)


def _territory(cells: Mapping[str, str], ipa: str, remarks: list[str]) -> str:
    """ISTAT code of a municipality's own territory, a region's, and of others the province.

    The municipality of other bodies is only where they have their seat.
    """
    sort = clean_line(cells.get("tipologia_ente", "Comuni")).casefold()
    names = ["cod_provincia", "cod_regione"]
    if sort == _MUNICIPALITIES:
        names.insert(0, "cod_comune")
    elif _REGION.fullmatch(ipa):
        names.reverse()
    for name in names:
        written = cells.get(name, "").strip()
        try:
            return intern(codes.istat_code(written))
        except ValueError:
            if written:
                remarks.append(f"{name} {written[:20]!r} left out: no ISTAT code")
    return ""


def describe_project(cup: str, projects: Projects, calls: Mapping[str, Notice], base: str) -> Found:
    """The project of a CUP.

    Amounts of several applications are added up, those that were renounced apart; where all were,
    the project is cancelled and has no amount. Of several calls the one that gave most is linked.
    """
    everything = list(projects.by_cup[cup].values())
    active = [one for one in everything if one.state != RENOUNCED] or everything
    remarks = [text for one in everything for text in one.remarks]
    remarks += projects.remarks.get(cup, [])
    if len(everything) > 1:
        remarks.append(f"{len(everything)} applications with this CUP are one project")
    document: dict[str, Json] = {
        "title": {"it": _title(active, calls)},
        "description": {"it": shorten("\n".join(map(_line, everything)), 20_000)},
        "cup": cup,
        "programme": PROGRAMME,
    }
    document |= _money(active, base) | _call(active, calls, remarks) | _place(active, base)
    starts = sorted(one.funded for one in active if one.funded)
    told = {"start": next(iter(starts), ""), "status": _status(active)}
    document |= {name: value for name, value in told.items() if value}
    return Found(Description("project", f"cup/{cup}", document), tuple(unique(remarks)))


def _place(active: Sequence[Application], base: str) -> dict[str, Json]:
    found = unique(one.territory for one in active)
    iris = [resource_iri(base, "territory", f"istat-{code}") for code in found]
    return {"territory": iris} if iris else {}


def _title(active: Sequence[Application], calls: Mapping[str, Notice]) -> str:
    """The measures and the bodies, as no application has a title of its own."""
    measures = unique(_measure(one, calls) for one in active)
    return f"{', '.join(measures)} – {', '.join(unique(one.body for one in active))}"[:2_000]


def _measure(one: Application, calls: Mapping[str, Notice]) -> str:
    known = calls.get(title_key(one.call))
    return one.measure or (known.measure if known else "") or one.call


def _line(one: Application) -> str:
    parts = [f"Avviso «{one.call}»"]
    if one.amount is not None:
        parts.append(f"{money(one.amount)} €")
    if one.decree:
        parts.append(one.decree)
    if one.state:
        since = f" il {one.since}" if one.since else ""
        parts.append(f"candidatura {_WORDS[one.state]}{since}")
    return ", ".join(parts)


def _money(active: Sequence[Application], base: str) -> dict[str, Json]:
    """The grant, and who takes part: who answers to the funder first."""
    total = _sum(active)
    participation: list[Json] = []
    for ipa in unique(one.ipa for one in active):
        part: dict[str, Json] = {
            "stakeholder": resource_iri(base, "stakeholder", f"ipa-{ipa}"),
            "role": "partner" if participation else "coordinator",
        }
        own = _sum([one for one in active if one.ipa == ipa])
        participation.append(part | ({"grant": own} if own else {}))
    found: dict[str, Json] = {"grant": total} if total else {}
    return found | ({"participation": participation} if participation else {})


def _sum(applications: Sequence[Application]) -> str:
    amounts = [
        one.amount for one in applications if one.amount is not None and one.state != RENOUNCED
    ]
    total = sum(amounts, Decimal(0))
    return money(total) if total else ""


def _call(
    active: Sequence[Application], calls: Mapping[str, Notice], remarks: list[str]
) -> dict[str, Json]:
    largest = sorted(active, key=lambda one: -(one.amount or 0))
    known = [calls[key] for one in largest if (key := title_key(one.call)) in calls]
    unknown = unique(one.call for one in active if title_key(one.call) not in calls)
    remarks += [f"avviso {one[:200]!r} is not among the calls; no link to it" for one in unknown]
    return {"call": known[0].iri} if known else {}


def _status(active: Sequence[Application]) -> str:
    states = {one.state for one in active}
    if states == {RENOUNCED}:
        return "cancelled"
    if states == {PAID}:  # paid once the project was certified as done
        return "completed"
    return "funded" if FUNDED in states else ""
