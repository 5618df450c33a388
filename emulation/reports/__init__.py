"""Tables of the year: one row source for page, workbook and paper."""
