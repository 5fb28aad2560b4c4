"""People of address books on their way in: who is new, who is known, and what becomes of each."""
