"""What administrators do beside the pages."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from duijie.web.accounts.models import Event, Membership, Organisation, User


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]  # the stubs are generic, Django is not
    """Users, whose name is one field."""

    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email", "organisation")}),
        (None, {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "name", "organisation", "password1", "password2")}),
    )
    list_display = ("username", "name", "organisation", "is_active")
    search_fields = ("username", "name", "email")
    list_filter = ("is_active", "organisation")


admin.site.register([Organisation, Event, Membership])
