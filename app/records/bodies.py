"""The request body of every act, made from its declaration."""

from functools import cache
from typing import Any, ClassVar, Self, Union

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from app.records.base import Act, Derive, RecordField
from app.records.examples import example_of


class Body(BaseModel):
    """What a person sends to perform an act. Nothing else is accepted, and neither an error nor a repr shows what was said."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
    derive: ClassVar[Derive | None] = None

    @model_validator(mode="after")
    def facts_agree(self) -> Self:
        """Refuse facts that contradict what follows from others of them."""
        sent = self.sent()
        derive = type(self).derive
        for name, value in (derive(sent) if derive else {}).items():
            if sent.get(name, value) != value:
                raise ValueError(f"{name} and the facts it follows from disagree")
        return self

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        """Show no field."""
        return []

    def sent(self) -> dict[str, object]:
        """The fields that were sent and are not null, as validated values."""
        return {name: value for name in self.model_fields_set if (value := getattr(self, name)) is not None}


@cache
def body_model(act: Act) -> type[Body]:
    """The model of an act's body: its moment, which may be left out, and its fields, required where the act needs them."""
    names = act.body if act.moment == "recorded_at" else (act.moment, *act.body)
    definitions: dict[str, Any] = {name: _definition(act.record.fields[name], needed=name in act.needs) for name in names}
    model: type[Body] = create_model(
        "".join(word.capitalize() for word in act.name.split("_")),
        __base__=Body,
        __doc__=act.summary,
        **definitions,
    )
    model.derive = act.derive
    model.model_config["json_schema_extra"] = {"examples": [example_of(act)]}
    return model


def _definition(field: RecordField, *, needed: bool) -> tuple[Any, Any]:
    remarks = [field.note, "Sealed." if field.sealed else None, f"Maps to {field.htcds} of HTCDS 2.0." if field.htcds else None]
    description = " ".join(f"{r[0].upper()}{r[1:].removesuffix('.')}." for r in remarks if r) or None
    title = field.name.replace("_", " ").capitalize()
    if needed:
        return field.annotation, Field(title=title, description=description)
    return Union[field.annotation, None], Field(default=None, title=title, description=description)  # noqa: UP007 - a value, not a hint
