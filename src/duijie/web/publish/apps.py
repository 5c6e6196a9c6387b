"""What has been published."""

from __future__ import annotations

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """What has been published."""

    name = "duijie.web.publish"
    label = "publish"

    def ready(self) -> None:
        """Make its work known."""
        from duijie.web.jobs.kinds import add_kind
        from duijie.web.publish.printing import KIND

        add_kind(KIND)
