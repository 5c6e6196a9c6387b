"""``duijie manage reset_link USER``: the way in for whoever no organiser may help."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duijie.web.accounts.models import User
from duijie.web.people.services import reset_path


class Command(BaseCommand):
    """Prints the address at which a user sets a new password."""

    help = "Print the address at which USER sets a new password; it is good for three days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the user's name."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the path to be appended to the server's address."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"没有这个用户 no such user: {options['username']}")
        self.stdout.write(reset_path(user))
