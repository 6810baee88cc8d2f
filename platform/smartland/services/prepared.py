"""What is to become of an item, before it is committed."""

from dataclasses import dataclass

from smartland.domain.resource import Contribution
from smartland.ports.harvests import ItemOutcome
from smartland.ports.proposals import Pair
from smartland.services.revising import Draft


@dataclass(frozen=True)
class Prepared:
    """An item with its outcome, the drafts that bring it about, and who it might also be."""

    outcome: ItemOutcome
    drafts: tuple[Draft, ...] = ()
    pairs: tuple[Pair, ...] = ()


def slot(one: Contribution) -> tuple[str, str]:
    """Under which name which source speaks: it does so once."""
    return (one.claimed, one.source)
