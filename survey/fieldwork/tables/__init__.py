"""The one reader of tables that people bring: text with separators, workbooks, statistics files.

Staff lists, lists of moves and of addresses, and answers all come through here, so that what a
spreadsheet can do to a file is met once. ``opening.open_sheet`` reads any of them.
"""
