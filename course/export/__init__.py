"""Tables that people take with them: as CSV, as an Excel workbook, as JSON, each from the same columns as the page."""
