"""The routes of the peer: a ModelSerializer and a ModelViewSet, limited to the worker's own cases."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import include, path
from rest_framework import pagination, serializers, viewsets
from rest_framework.routers import SimpleRouter

from bench.drf.models import Case, Interview


class InterviewSerializer(serializers.ModelSerializer[Any]):  # type: ignore[misc]  # the peer has no types
    """Every field of the interview."""

    class Meta:  # noqa: D106  # what Django asks for
        model = Interview
        exclude = ("case", "recorded_by")


class OldestFirst(pagination.CursorPagination):  # type: ignore[misc]
    """Pages of 50."""

    page_size = 50
    ordering = "recorded_at"


class Interviews(viewsets.ModelViewSet):  # type: ignore[misc]
    """The interviews of one case of the worker."""

    serializer_class = InterviewSerializer
    pagination_class = OldestFirst

    def get_queryset(self) -> Any:
        """Only of the worker's own case."""
        return Interview.objects.filter(case_id=self.kwargs["case_id"], case__worker=self.request.user)

    def perform_create(self, serializer: Any) -> None:
        """Keep it under the case, if it is the worker's."""
        case = get_object_or_404(Case, id=self.kwargs["case_id"], worker=self.request.user)
        serializer.save(case=case, recorded_by=self.request.user)


router = SimpleRouter()
router.register("interviews", Interviews, basename="interview")
urlpatterns = [path("api/v1/cases/<uuid:case_id>/", include(router.urls))]
