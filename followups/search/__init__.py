"""Search over people, where they work, what was offered, what was said and noted.

`finding.find` answers one page of a search. The index behind it is derived and may be thrown away any time:
database triggers note whose texts changed (`marks`), `keeping` reads those people anew, `postgresql` and
`sqlite` hold the words. Who may see a hit is never in the index: it is asked of the people themselves.
"""
