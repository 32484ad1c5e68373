"""The release over HTTP, read-only: the same cells and words as the files, for programs."""
