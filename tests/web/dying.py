"""An import in a process of its own: `die` waits in its middle to be killed, `again` repeats it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from duijie.web.serve import make_ready, prepare

N_NEEDS, N_COMPANIES = 300, 30
SHEET = "需求名称,单位名称\n" + "".join(
    f"需求{n},临澜{n % N_COMPANIES}化工有限公司\n" for n in range(N_NEEDS)
)


def die() -> None:
    """Import; when everything is written and nothing is kept yet, say so and wait."""
    from duijie.web.access.viewer import Viewer  # noqa: PLC0415
    from duijie.web.accounts.models import Role  # noqa: PLC0415 - Django is set up first
    from duijie.web.imports import services  # noqa: PLC0415
    from tests.web.conftest import make_world  # noqa: PLC0415

    def wait(*_args: Any) -> None:
        print("merging", flush=True)  # noqa: T201 - whoever kills reads it
        time.sleep(600)

    vars(services)["write_pairs"] = wait  # the last step of the merge
    world = make_world()
    viewer = Viewer(world.users["organiser"], world.event, frozenset({Role.ORGANISER}))
    services.start_import(viewer, "needs.csv", SHEET.encode())
    _run()


def again() -> None:
    """Say what is there after the kill, import again, say what is there then."""
    _tell("before")
    _run()
    _tell("after")


def _run() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    from duijie.web.imports.models import Import  # noqa: PLC0415
    from duijie.web.imports.services import queue_import  # noqa: PLC0415

    queue_import(Import.objects.get())
    call_command("db_worker", batch=True, verbosity=0)


def _tell(when: str) -> None:
    from django.db import connection  # noqa: PLC0415

    from duijie.web.core.models import Activity  # noqa: PLC0415
    from duijie.web.imports.models import Import  # noqa: PLC0415
    from duijie.web.register.models import Company, Need  # noqa: PLC0415

    needs = Need.objects.filter(title__startswith="需求")
    companies = Company.objects.filter(name__startswith="临澜")
    links = Need.events.through.objects.filter(need__in=needs).count()
    logged = Activity.objects.exclude(batch="").count()
    one = Import.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        (whole,) = cursor.fetchone()
    print(  # noqa: T201 - the test reads it
        f"{when}: {needs.count()} needs, {companies.count()} companies, {links} links, "
        f"{logged} entries, {one.state}, {whole}"
    )


if __name__ == "__main__":
    make_ready(prepare(Path(sys.argv[1])))
    {"die": die, "again": again}[sys.argv[2]]()
