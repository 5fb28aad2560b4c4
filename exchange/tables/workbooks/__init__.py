"""Pure: the sheets of Excel workbooks (.xlsx), read a row at a time and written down as CSV."""
