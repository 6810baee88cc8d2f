"""What the owner of a proposal says to it: yes, no, or both for many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smartland.domain.kinds import KINDS
from smartland.domain.resource import WITHDRAW, Revision
from smartland.errors import Conflict, Gone, Label, SmartlandError
from smartland.services.catalogue import GONE, Catalogue
from smartland.services.evidence.claims import CONFIRMED, PROPOSED
from smartland.services.revising import Draft

CLAIM = "claim"
REFUSED = "refused by its owner"
NOT_PROPOSED = Label(
    it="La competenza {key} non è una proposta: modificarla o ritirarla come ogni altra scheda.",
    en="The claim {key} is no proposal: edit or withdraw it like any other record.",
)


@dataclass(frozen=True)
class Decided:
    """What became of one of many decisions; ``error`` says why it could not be."""

    key: str
    error: Label | None = None


class Decisions:
    """Confirms or withdraws proposed claims; saying the same thing twice changes nothing."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def accept(self, key: str, actor: str) -> Revision:
        """Confirm a proposal. Raises NotFound, Gone, or Conflict for what is no proposal."""
        head = self._catalogue.get(CLAIM, key)
        state = head.document.get("state")
        if state == CONFIRMED:
            return head
        if state != PROPOSED:
            raise Conflict(NOT_PROPOSED.format(key=key))
        return self._catalogue.patch(CLAIM, key, {"state": CONFIRMED}, actor, head.etag)

    def refuse(self, key: str, actor: str) -> Revision:
        """Withdraw a proposal for good. Raises NotFound, Gone for one that was withdrawn for
        another reason, or Conflict for what is no proposal."""
        head = self._catalogue.find(CLAIM, key)
        if head.withdrawn:
            if head.note == REFUSED:
                return head
            raise Gone(GONE.format(kind=CLAIM, key=key))
        if head.document.get("state") != PROPOSED:
            raise Conflict(NOT_PROPOSED.format(key=key))
        draft = Draft(KINDS[CLAIM], head.iri, key, WITHDRAW, {}, head=head, note=REFUSED)
        return self._catalogue.commit((draft,), actor)[0]

    def accept_all(self, keys: Iterable[str], actor: str) -> Sequence[Decided]:
        """Confirm each; one that cannot be does not stop the others."""
        return [self._decide(key, actor, accept=True) for key in dict.fromkeys(keys)]

    def refuse_all(self, keys: Iterable[str], actor: str) -> Sequence[Decided]:
        """Withdraw each; one that cannot be does not stop the others."""
        return [self._decide(key, actor, accept=False) for key in dict.fromkeys(keys)]

    def _decide(self, key: str, actor: str, *, accept: bool) -> Decided:
        try:
            if accept:
                self.accept(key, actor)
            else:
                self.refuse(key, actor)
        except SmartlandError as error:
            return Decided(key, error.message)
        return Decided(key)
