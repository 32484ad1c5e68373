"""Answers from files: a mapping says what a file's columns mean, a reader makes answers of them.

``mapping_file.load_mapping`` reads the mapping, ``answers.read_answers`` the file. Neither
stores anything, and no message of theirs holds anybody's answer.
"""
