"""The import wizard: a sheet as people made it, diagnosed, mended, imported, undone."""
