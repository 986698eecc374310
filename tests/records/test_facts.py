"""From bodies to what the ledger keeps."""

import json
from uuid import UUID

import pytest

from app.records.base import Act
from app.records.bodies import body_model
from app.records.examples import example_of
from app.records.facts import Facts, occurred_at, split, to_json
from app.records.registry import ACTS

SOMEONE = UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")
NOW = 1749488400  # 2025-06-10 00:00:00 in Phnom Penh, still 9 June in UTC


def facts_of(act_name: str, now: int = NOW, /, **body: object) -> Facts:
    act = ACTS[act_name]
    ids = dict.fromkeys((*act.from_path, *act.actor), SOMEONE)
    return split(act, body_model(act).model_validate(body), now=now, ids=ids)


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.name)
def test_what_was_sent_comes_back_from_what_is_kept(act: Act) -> None:
    """Plain facts and opened sealed values make the body that was sent."""
    plain, sealed = facts_of(act.name, **example_of(act))
    fields = act.record.fields
    assert all(fields[name].sealed for name in sealed)
    assert not any(fields[name].sealed for name in plain)
    json.dumps(plain)
    again: dict[str, object] = dict(plain)
    for name, value in sealed.items():
        again[name] = value if fields[name].kind in ("text", "date", "code", "bytes") else json.loads(value)
    model = body_model(act)
    sent = model.model_validate(example_of(act)).sent()
    returned = model.model_validate({name: value for name, value in again.items() if name in model.model_fields}).sent()
    assert sent.items() <= returned.items()


def test_what_was_left_out_or_null_is_not_kept() -> None:
    plain, sealed = facts_of("record_review", kind="plan", outcome=None)
    assert plain == {"kind": "plan", "held_at": "2025-06-09T17:00:00Z"}
    assert sealed == {}


def test_an_override_that_was_left_out_is_stored_as_no() -> None:
    body = {"purpose": "services", "recipient": "dosavy", "data_categories": ["health"], "channel": "paper"}
    assert facts_of("record_disclosure", **body).plain["override"] is False
    assert facts_of("record_disclosure", **body, override=None).plain["override"] is False
    assert facts_of("record_disclosure", **body, override=True).plain["override"] is True


def test_what_the_act_the_path_and_the_actor_say_is_kept() -> None:
    assert facts_of("send_referral").plain == {"kind": "service", "state": "sent", "sent_at": "2025-06-09T17:00:00Z"}
    assert facts_of("sign_undertaking", kind="confidentiality").plain["user_id"] == str(SOMEONE)
    assert facts_of("decide_waiver", decision="approved").plain["decided_by"] == str(SOMEONE)
    assert facts_of("appoint_complaint_handler").plain["handler_assigned"] is True
    assert facts_of("decide_referral", decision="accepted").plain["state"] == "accepted"


def test_totals_are_computed_from_the_scores_and_taken_from_the_body_without_them() -> None:
    scores = {"family_scores": {"closeness": 3, "relatives_help": 1}}
    plain = facts_of("record_assessment", type="family", **scores, client_total=30).plain
    assert (plain["family_total"], plain["family_lowest"], plain["client_total"]) == (4, 3, 30)
    assert "family_lowest" not in facts_of("record_assessment", type="family", family_scores={"relatives_help": 1}).plain
    plain = facts_of("record_assessment", type="initial", client_scores={"food": 2, "safety": 4}).plain
    assert (plain["client_domains_scored"], plain["client_total"], plain["client_lowest"]) == (2, 6, 2)


def test_times_are_kept_in_utc_whole_seconds() -> None:
    plain = facts_of("write_case_note", written_at="2025-06-09T15:00:00.999+07:00", note_text="Invented").plain
    assert plain == {"written_at": "2025-06-09T08:00:00Z"}


def test_sealed_values_are_kept_as_text_or_bytes() -> None:
    body = {"own_name_recorded": True, "client_code_assigned": True, "date_of_birth": "2001-02-03", "number_of_children": 2}
    sealed = facts_of("register_person", **body, citizenships=["KH"], name_km="ឈ្មោះ", deceased=False).sealed
    expected = {"date_of_birth": "2001-02-03", "number_of_children": "2", "citizenships": '["KH"]', "name_km": "ឈ្មោះ", "deceased": "false"}
    assert sealed == expected
    assert facts_of("log_document", kind="picture", held_by="nobody", file="aGk=").sealed == {"file": b"hi"}


def test_the_moment_is_the_bodys_or_the_clocks() -> None:
    def moment(name: str, **body: object) -> int:
        return occurred_at(ACTS[name], facts_of(name, NOW + 5, **body).plain, NOW + 5)

    assert moment("send_referral", sent_at="2025-06-09T15:00:00+07:00") == NOW - 9 * 3600
    assert moment("send_referral") == NOW + 5
    assert moment("add_mou_obligation", kind="renewal", due_on="2025-07-01") == NOW + 5
    assert moment("finish_corrective_action", done_on="2025-06-08") == NOW - 2 * 86400
    assert moment("finish_corrective_action") == NOW  # the first second of the clock's day


def test_a_value_without_a_written_form_is_refused() -> None:
    with pytest.raises(TypeError, match="complex"):
        to_json(1j)
