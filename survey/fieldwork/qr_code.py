"""An address as a square that phones read."""

import io


def qr_code(address: str) -> str:
    """Return an address as a QR code in SVG, which a phone reads with a sixth of it soiled."""
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=4)
    return drawn.getvalue().decode()
