"""A Chinese-English glossary of chemistry, chemical engineering and the trades around them.

The entries are our own, one sheet a field. Names of single substances are few on purpose.
"""
