"""The unit of work: no change without an entry in the audit log, and nothing half done."""

import pytest
from sqlalchemy import select, update

from app.access import Role
from app.models.registers import Organisation, Shelter
from app.work import House, UnauditedChange, unit_of_work
from tests.builders import Town


def test_a_changed_object_without_an_entry_in_the_log_is_refused(house: House, town: Town) -> None:
    actor = town.person(Role.ORGANISATION_ADMIN).actor
    with pytest.raises(UnauditedChange), unit_of_work(house, actor) as work:
        work.session.get_one(Organisation, town.own).name = "Another name"


def test_a_changing_statement_without_an_entry_in_the_log_is_refused(house: House, town: Town) -> None:
    actor = town.person(Role.ORGANISATION_ADMIN).actor
    with pytest.raises(UnauditedChange), unit_of_work(house, actor) as work:
        work.session.execute(update(Organisation).where(Organisation.id == town.own).values(name="Another name"))
    with unit_of_work(house, actor, writes=False) as work:
        assert work.session.scalar(select(Organisation.name).where(Organisation.id == town.own)) != "Another name"


def test_reading_needs_no_entry(house: House, town: Town) -> None:
    with unit_of_work(house, town.person(Role.ORGANISATION_ADMIN).actor, writes=False) as work:
        assert work.session.scalars(select(Shelter)).all() == []
