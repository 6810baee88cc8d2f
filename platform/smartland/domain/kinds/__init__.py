"""Every kind the platform publishes, by name, in the order in which people read them."""

from collections.abc import Mapping

from smartland.domain.kind import Kind
from smartland.domain.kinds.catalogue import CATALOGUE, DATA_SERVICE, DATASET
from smartland.domain.kinds.flow import NEED, OFFER
from smartland.domain.kinds.funding import CALL, TENDER
from smartland.domain.kinds.knowledge import CLAIM, CONCEPT_KIND, CORRIDOR, FILIERA, SCHEME
from smartland.domain.kinds.project import PROJECT
from smartland.domain.kinds.stakeholder import STAKEHOLDER, UNIT
from smartland.domain.kinds.territory import TERRITORY

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        STAKEHOLDER,
        UNIT,
        CLAIM,
        NEED,
        OFFER,
        PROJECT,
        CALL,
        TENDER,
        DATASET,
        DATA_SERVICE,
        CATALOGUE,
        CONCEPT_KIND,
        CORRIDOR,
        FILIERA,
        SCHEME,
        TERRITORY,
    )
}
