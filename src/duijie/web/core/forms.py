"""How forms are drawn: one template for every field of the product."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws fields from our own template, Django's widgets from Django's."""

    field_template_name = "core/field.html"
