"""Copies of the whole database: made, checked, brought back, carried to another database."""
