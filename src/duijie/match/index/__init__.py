"""Candidates from more experts than can be compared one by one: an index kept in a folder.

`update.update_index` makes the folder agree with the passages at hand, `search.ExpertIndex` finds
the experts whose passages speak most for a need. See docs/algorithms/scale.md.
"""
