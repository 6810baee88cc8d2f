"""The generations of an index on a server: one index each, and an alias that points to one."""

import contextlib
import re
import time
from collections.abc import Mapping

from elasticsearch import Elasticsearch

from smartland.adapters.search_elastic.bulk import write
from smartland.adapters.search_elastic.client import Server
from smartland.adapters.search_elastic.documents import POSITION_ID, lay_out_position
from smartland.adapters.search_elastic.mapping import build_mapping, build_settings, schema_hash
from smartland.errors import SmartlandError
from smartland.ports.search_names import IndexNames

_BM25, _LEGACY = "BM25", "LegacyBM25"
"""The classic formula. OpenSearch 3 calls it so, and gives the plain name to one whose scores are
smaller by k1 + 1."""

_FILLING = "-filling"


class Generations:
    """``{prefix}-{schema hash}-{time}`` for each generation; the alias ``{prefix}-{schema hash}``
    points to the current one.

    All indices named like ours belong to us: no two installations may share a prefix.
    """

    def __init__(self, server: Server, prefix: str, names: IndexNames, replicas: int) -> None:
        self._server = server
        self._prefix = prefix
        self._mapping = build_mapping(names)
        self._replicas = replicas
        self._ours = re.compile(rf"{re.escape(prefix)}-[0-9a-f]{{12}}-\d+")
        self._being_filled = ""
        self.alias = f"{prefix}-{schema_hash(names)}"

    def take_over(self) -> None:
        """Make sure that there is a current generation, all of it to be seen; drop the others."""
        found = self._all()
        current = sorted(name for name, aliases in found.items() if self.alias in aliases)
        if not current:
            self._create(self._new_name(), self.alias)
        elif len(current) > 1:
            self._point_to(current[-1], current[:-1])
        self._server.call(lambda client: client.indices.refresh(index=self.alias))
        self.sweep()

    def create(self) -> str:
        """The name to write a new generation under, until it becomes the current one.

        It is an alias: should somebody drop the index meanwhile, writing fails, where it would
        make an index without our mapping.
        """
        # Known before it exists: whoever takes over meanwhile must not sweep it
        self._being_filled = self._new_name()
        filling = self._being_filled + _FILLING
        try:
            self._create(self._being_filled, filling)
        except BaseException:
            self._being_filled = ""
            raise
        return filling

    def swap(self, filled: str) -> None:
        """Make the generation created as ``filled`` the current one, in one step; drop the rest."""
        name = filled.removesuffix(_FILLING)
        older = [one for one, aliases in self._all().items() if self.alias in aliases]
        self._point_to(name, older, filled)
        self._being_filled = ""
        self.sweep()

    def drop(self, filled: str) -> None:
        """Give up a generation; one that cannot be dropped now is swept later."""
        self._being_filled = ""
        self._drop(filled.removesuffix(_FILLING))

    def sweep(self) -> None:
        """Drop every generation but the current one and that which is being filled; what cannot
        be dropped now is swept later."""
        with contextlib.suppress(SmartlandError):
            for name, aliases in self._all().items():
                if self.alias not in aliases and name != self._being_filled:
                    self._drop(name)

    def _drop(self, name: str) -> None:
        with contextlib.suppress(SmartlandError):
            self._server.call(
                lambda client: client.indices.delete(index=name, ignore_unavailable=True)
            )

    def _all(self) -> Mapping[str, tuple[str, ...]]:
        """Our indices with their aliases."""
        pattern = f"{self._prefix}-*"
        answer = self._server.call(
            lambda client: client.indices.get_alias(index=pattern, allow_no_indices=True)
        )
        found = self._server.readable(
            lambda: {name: tuple(about["aliases"]) for name, about in answer.items()}
        )
        return {name: aliases for name, aliases in found.items() if self._ours.fullmatch(name)}

    def _new_name(self) -> str:
        return f"{self.alias}-{time.time_ns() // 1_000_000}"

    def _create(self, name: str, alias: str) -> None:
        similarity = self._similarity()

        def request(client: Elasticsearch) -> None:
            client.indices.create(
                index=name,
                settings=build_settings(self._replicas, similarity),
                mappings=self._mapping,
                aliases={alias: {}},
            )

        self._server.call(request)
        write(self._server, alias, [(POSITION_ID, 0, lay_out_position(0))])

    def _similarity(self) -> str:
        engine, version = self._server.about()
        major = version.partition(".")[0]
        new = engine == "opensearch" and major.isdecimal() and int(major) >= 3
        return _LEGACY if new else _BM25

    def _point_to(self, name: str, older: list[str], filled: str = "") -> None:
        actions: list[dict[str, object]] = [{"add": {"index": name, "alias": self.alias}}]
        actions += [{"remove": {"index": one, "alias": self.alias}} for one in older if one != name]
        if filled:
            actions.append({"remove": {"index": name, "alias": filled}})
        self._server.call(lambda client: client.indices.update_aliases(actions=actions))
