"""Published odds ratios to stand beneath an organisation's own; the data are the statistics'."""

from analytics.statistics.evidence import Ratio, Source, sources

__all__ = ["Ratio", "Source", "published_sources"]


def published_sources() -> tuple[Source, ...]:
    """Return every paper whose figures may be drawn."""
    return sources()
