"""The declarations agree with themselves."""

import pytest

from smartland.domain.fields import FIELD_TYPES, Code, Ref
from smartland.domain.kind import InOrder, Kind
from smartland.domain.kinds import KINDS


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_field_names_are_unique_and_the_title_exists(kind: Kind) -> None:
    assert len(kind.by_name) == len(kind.fields)
    assert kind.title in kind.by_name


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_rules_and_references_name_what_is_declared(kind: Kind) -> None:
    for rule in kind.rules:
        names = (rule.earlier, rule.later) if isinstance(rule, InOrder) else rule.fields
        assert set(names) <= set(kind.by_name)
    for field in kind.fields:
        assert type(field) in FIELD_TYPES
        if isinstance(field, Ref):
            assert set(field.kinds) <= set(KINDS)


def test_examples_of_codes_pass_their_own_check() -> None:
    for kind in KINDS.values():
        for field in kind.fields:
            if isinstance(field, Code) and field.example:
                assert field.check(field.example)


def test_contacts_of_persons_are_private() -> None:
    for kind in KINDS.values():
        public = {field.name for field in kind.public_fields}
        assert not public & {"contact", "contact_name"}
