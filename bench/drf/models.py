"""The tables of the peer; names, who was present and the statement are Fernet fields."""

import uuid

from django.contrib.auth.models import User
from django.db import models
from encrypted_fields.fields import EncryptedTextField


class Case(models.Model):  # type: ignore[misc]  # the peer has no types
    """A case and its worker."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    worker = models.ForeignKey(User, on_delete=models.CASCADE)
    number = models.CharField(max_length=20)

    class Meta:  # noqa: D106  # what Django asks for
        app_label = "drf"


class Interview(models.Model):  # type: ignore[misc]  # the peer has no types
    """The fields of our interview."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    recorded_by = models.ForeignKey(User, on_delete=models.CASCADE)
    recorded_at = models.DateTimeField(auto_now_add=True)
    type = models.CharField(max_length=20, choices=[(c, c) for c in ("screening", "substantive", "follow_up", "legal")])
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    interviewer_id = models.UUIDField()
    place_type = models.CharField(max_length=20, null=True)
    place_judged_safe = models.BooleanField(null=True)
    place_judged_at = models.DateTimeField(null=True)
    place_private = models.BooleanField(null=True)
    separated_from_suspects = models.BooleanField(null=True)
    presence_accepted = models.BooleanField(null=True)
    all_present_have_role = models.BooleanField(null=True)
    urgent_needs_met_first = models.BooleanField(null=True)
    stop_request = models.CharField(max_length=20, null=True)
    client_understood = models.BooleanField(null=True)
    interpreter_used = models.BooleanField(null=True)
    interpreter_independent = models.BooleanField(null=True)
    interpreter_undertaking_signed = models.BooleanField(null=True)
    interviewer_sex_suits = models.BooleanField(null=True)
    sex_exception_reason = models.CharField(max_length=40, null=True)
    is_repeat = models.BooleanField(null=True)
    repeat_reason = models.CharField(max_length=40, null=True)
    supporter_present = models.BooleanField(null=True)
    supporter_suspected = models.BooleanField(null=True)
    age_fitting_words = models.BooleanField(null=True)
    persons_present = EncryptedTextField(null=True)
    statement = EncryptedTextField(null=True)

    class Meta:  # noqa: D106  # what Django asks for
        app_label = "drf"
