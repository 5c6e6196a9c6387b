"""The application that the server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from duijie.web.serve import end_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duijie.web.settings")
end_with_server()
application = get_wsgi_application()
