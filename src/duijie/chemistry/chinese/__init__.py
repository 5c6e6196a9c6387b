"""Chinese chemical names: a grammar of nomenclature that needs nothing but RDKit."""

from duijie.chemistry.chinese.find import Found, find_names
from duijie.chemistry.chinese.read import Reading, read_name

__all__ = ["Found", "Reading", "find_names", "read_name"]
