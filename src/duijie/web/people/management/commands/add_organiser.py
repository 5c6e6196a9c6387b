"""``duijie manage add_organiser USER ORGANISATION``: who makes events here."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from duijie.web.accounts.models import Organisation, User
from duijie.web.people.services import reset_path


class Command(BaseCommand):
    """Makes a user who may make events of an organisation, and prints the first link."""

    help = "Make USER, who may make events of ORGANISATION; print where to set the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the user's name and what the organisation is called."""
        parser.add_argument("username")
        parser.add_argument("organisation")
        parser.add_argument("--name", default="", help="how the person is called")
        parser.add_argument("--admin", action="store_true", help="may also administer the server")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and print the path to be appended to the server's address."""
        call_command("migrate", verbosity=0, interactive=False)  # the folder may be new
        with transaction.atomic():
            user = self._make_user(options)
        self.stdout.write(reset_path(user))

    def _make_user(self, options: dict[str, Any]) -> User:
        username = options["username"]
        if User.objects.filter(username=username).exists():
            raise CommandError(f"已有这个用户 there is such a user already: {username}")
        organisation, _new = Organisation.objects.get_or_create(name=options["organisation"])
        user = User(
            username=username,
            name=options["name"] or username,
            organisation=organisation,
            is_staff=options["admin"],
            is_superuser=options["admin"],
        )
        user.set_unusable_password()
        user.save()
        return user
