"""An uploaded list on its way into a dossier: read, checked cell by cell, mended in place, applied once.

vocabulary (words as data) · problems (sentences) · lines (stored cells) · people, cells, awards_units, standards (checks of
one cell) · rows (what a row is) · twins · inspection (all checks) · reading · staging · mending · applying · error_sheet.
"""
