"""Reviewing answers and deciding which of them the plan carries."""

urlpatterns = []
