"""The sheets of an exported workbook that a person reads, before the long tables."""
