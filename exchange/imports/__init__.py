"""Bringing in what another program wrote: the files, what is in them, what becomes of it."""
