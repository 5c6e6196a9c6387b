"""Every address of the product. Each view says which door it stands behind (see access.guard)."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.i18n import set_language

from duijie.web.api.urls import api
from duijie.web.core.views import healthy, unsent
from duijie.web.events import views as events
from duijie.web.imports import views as imports
from duijie.web.jobs import views as jobs
from duijie.web.match import requests
from duijie.web.match import views as match
from duijie.web.people import questions, registration
from duijie.web.people import views as people
from duijie.web.register import views as register
from duijie.web.register.kinds import PluralConverter

register_converter(PluralConverter, "plural")

_Routes = list[URLPattern | URLResolver]

_REGISTER: _Routes = [
    path("export.xlsx", register.export_workbook, name="export"),
    path("<plural:plural>/", register.list_page, name="records"),
    path("<plural:plural>/add/", register.add_page, name="add_record"),
    path("<plural:plural>/reuse/", register.reuse_page, name="reuse_records"),
    path("<plural:plural>/<int:pk>/", register.detail_page, name="record"),
    path("<plural:plural>/<int:pk>/edit/", register.edit_page, name="edit_record"),
    path("<plural:plural>/<int:pk>/delete/", register.delete, name="delete_record"),
    path("<plural:plural>/<int:pk>/comment/", register.comment, name="comment"),
    path("needs/<int:pk>/release/", register.release, name="release"),
    path("needs/<int:pk>/accept/", register.accept, name="accept_release"),
    path("needs/<int:pk>/ask/", questions.ask, name="ask"),
]
_IMPORTS: _Routes = [
    path("", imports.imports, name="imports"),
    path("<int:pk>/", imports.preview, name="import"),
    path("<int:pk>/mend/", imports.mend, name="mend_import"),
    path("<int:pk>/run/", imports.run, name="run_import"),
    path("<int:pk>/undo/", imports.undo, name="undo_import"),
]
_PEOPLE: _Routes = [
    path("", people.members, name="members"),
    path("invite/", people.invite, name="invite"),
    path("invitations/<int:pk>/revoke/", people.revoke, name="revoke"),
    path("<int:pk>/remove/", people.remove, name="remove_member"),
    path("<int:pk>/reset/", people.reset, name="reset_member"),
    path("registrations/", registration.registrations, name="registrations"),
    path("registrations/<int:pk>/decide/", registration.decide, name="decide_registration"),
]
_JOBS: _Routes = [
    path("<int:pk>/", jobs.progress, name="job"),
    path("<int:pk>/cancel/", jobs.cancel, name="cancel_job"),
]
_MATCH: _Routes = [
    path("", match.board, name="match"),
    path("board.json", match.board_data, name="match_data"),
    path("run/", match.run, name="run_match"),
    path("export.xlsx", match.export, name="export_match"),
    path("needs/<int:pk>/", match.need_page, name="match_need"),
    path("needs/<int:pk>/with/<int:expert_pk>/", match.need_pair, name="match_pair"),
    path("needs/<int:pk>/with/<int:expert_pk>/decide/", match.decide_pair, name="decide_pair"),
    path("experts/<int:pk>/", match.expert_page, name="match_expert"),
    path("experts/<int:pk>/with/<int:need_pk>/", match.expert_pair, name="match_expert_pair"),
]
_REQUESTS: _Routes = [
    path("", requests.list_page, name="requests"),
    path("send/", requests.send, name="send_requests"),
    path("ask/", requests.ask, name="ask_meeting"),
    path("<int:pk>/answer/", requests.answer, name="answer_request"),
    path("<int:pk>/withdraw/", requests.withdraw, name="withdraw_request"),
]
_EVENT: _Routes = [
    path("", events.overview, name="event"),
    path("edit/", events.edit_event, name="edit_event"),
    path("search/", register.search_page, name="search"),
    path("activity/", events.activity, name="activity"),
    path("activity/<int:pk>/undo/", events.undo, name="undo"),
    path("people/", include(_PEOPLE)),
    path("imports/", include(_IMPORTS)),
    path("jobs/", include(_JOBS)),
    path("match/", include(_MATCH)),
    path("requests/", include(_REQUESTS)),
    path("register/", include(_REGISTER)),
]

urlpatterns = [
    path("", events.home, name="home"),
    path("events/add/", events.add_event, name="add_event"),
    path("events/<slug:slug>/", include(_EVENT)),
    path("public/<slug:slug>/<str:kind>/", registration.register_self, name="register_self"),
    path("join/", people.enter_code, name="enter_code"),
    path("join/<str:code>/", people.join, name="join"),
    path("answer/<str:token>/", questions.answer, name="answer"),
    path("unsent/", unsent, name="unsent"),
    path("me/", people.account, name="account"),
    path("me/tokens/", people.add_token, name="add_token"),
    path("me/tokens/<int:pk>/revoke/", people.revoke_token, name="revoke_token"),
    path("api/", api.urls),
    path("account/forgotten/", people.forgotten, name="account_reset_password"),
    path("account/", include("duijie.web.accounts.urls")),
    path("language/", set_language, name="set_language"),
    path("healthy/", healthy, name="healthy"),
    path("admin/", admin.site.urls),
]
handler404 = "duijie.web.core.views.not_found"
handler403 = "duijie.web.core.views.forbidden"
handler400 = "duijie.web.core.views.bad_request"
handler500 = "duijie.web.core.views.failed"
