"""The web app: Django on top of the engines, one app a concern, nothing of it known below."""
