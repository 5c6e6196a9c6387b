"""Every address of the product. Each view says which door it stands behind (see access.guard)."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.i18n import set_language

from duijie.web.api.urls import api
from duijie.web.assign import views as assign
from duijie.web.core.views import healthy, unsent
from duijie.web.events import views as events
from duijie.web.imports import views as imports
from duijie.web.jobs import views as jobs
from duijie.web.match import requests
from duijie.web.match import views as match
from duijie.web.people import questions, registration
from duijie.web.people import views as people
from duijie.web.programme import views as programme
from duijie.web.publish import views as publish
from duijie.web.register import publications
from duijie.web.register import views as register
from duijie.web.register.kinds import PluralConverter
from duijie.web.timetable import publish_views, repair_views
from duijie.web.timetable import views as timetable

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
    path("experts/<int:pk>/publications/", publications.paste_page, name="paste_publications"),
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
_ASSIGN: _Routes = [
    path("", assign.assign_page, name="assign"),
    path("run/", assign.run, name="run_assign"),
    path("compare/", assign.compare_page, name="compare_assignments"),
    path("export/", assign.export, name="export_assignment"),
    path("<int:number>/use/", assign.use, name="use_assignment"),
    path("<int:number>/point/", assign.run_point, name="run_point"),
    path("<int:number>/why/", assign.ask, name="ask_assignment"),
    path("<int:number>/needs/<int:need_pk>/", assign.need_limits, name="assign_need"),
    path("<int:number>/experts/<int:expert_pk>/", assign.expert_limits, name="assign_expert"),
    path(
        "<int:number>/needs/<int:need_pk>/experts/<int:expert_pk>/", assign.pair, name="assign_pair"
    ),
]
_PROGRAMME: _Routes = [
    path("", programme.programme, name="programme"),
    path("upload/", programme.upload, name="upload_programme"),
    path("event.toml", programme.download, name="programme_file"),
]
_TIMETABLE: _Routes = [
    path("", timetable.timetable_page, name="timetable"),
    path("run/", timetable.run, name="run_timetable"),
    path("lock/", timetable.lock, name="lock_meeting"),
    path("compare/", timetable.compare_page, name="compare_plans"),
    path("repair/", repair_views.repair_page, name="repair"),
    path("repair/<int:number>/", repair_views.repaired_page, name="repaired"),
    path("repair/<int:number>/apply/", repair_views.apply, name="apply_repair"),
    path("publish/", publish_views.publish_page, name="publish_timetable"),
    path("publish/run/", publish_views.run_publish, name="run_publish"),
    path("plans/<int:number>/", timetable.plan_page, name="plan"),
    path("plans/<int:number>/use/", timetable.use, name="use_plan"),
    path("plans/<int:number>/targets.json", timetable.targets, name="move_targets"),
    path("plans/<int:number>/move/", timetable.move, name="move_meeting"),
    path("plans/<int:number>/export.xlsx", timetable.export, name="export_plan"),
]
_PUBLISHED: _Routes = [
    path("", publish.list_page, name="publications"),
    path("<int:number>/", publish.version_page, name="publication"),
    path("<int:number>/print/", publish.run_print, name="print_publication"),
    path("<int:number>/files/<str:name>", publish.download, name="published_file"),
    path("calendars/<int:pk>/renew/", publish.renew, name="renew_feed"),
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
    path("programme/", include(_PROGRAMME)),
    path("assign/", include(_ASSIGN)),
    path("match/", include(_MATCH)),
    path("requests/", include(_REQUESTS)),
    path("timetable/", include(_TIMETABLE)),
    path("timetable/versions/", include(_PUBLISHED)),
    path("register/", include(_REGISTER)),
]

urlpatterns = [
    path("", events.home, name="home"),
    path("events/add/", events.add_event, name="add_event"),
    path("events/<slug:slug>/", include(_EVENT)),
    path("public/<slug:slug>/<str:kind>/", registration.register_self, name="register_self"),
    path("join/", people.enter_code, name="enter_code"),
    path("join/<str:code>/", people.join, name="join"),
    path("calendar/<str:token>.ics", publish.calendar, name="calendar"),
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
