"""Ask and collect: questionnaires, the form, and the store. The product's version stands here."""

from typing import Final

__version__: Final = "0.9.0"
"""What a release says that it was sealed by; the one place to change it."""
