"""Every address of the product. Each view says which door it stands behind (see access.guard)."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.i18n import set_language

from duijie.web.core.views import healthy
from duijie.web.events import views as events
from duijie.web.imports import views as imports
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
_EVENT: _Routes = [
    path("", events.overview, name="event"),
    path("edit/", events.edit_event, name="edit_event"),
    path("search/", register.search_page, name="search"),
    path("activity/", events.activity, name="activity"),
    path("activity/<int:pk>/undo/", events.undo, name="undo"),
    path("people/", include(_PEOPLE)),
    path("imports/", include(_IMPORTS)),
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
    path("me/", people.account, name="account"),
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
