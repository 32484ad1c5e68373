"""What a person, or a program at the other end of the line, could read of a page."""

from streamlit.testing.v1 import AppTest


def words_on(test: AppTest) -> str:
    """Return every text of a page and its side bar, markup included, styles left out."""
    found = [str(getattr(one, "value", "") or "") for one in [*test.main, *test.sidebar]]
    found += [one.proto.body for one in test.get("html") if "<style>" not in one.proto.body]
    for kind in ("button", "selectbox", "button_group", "expander", "checkbox", "text_input"):
        found += [str(getattr(one, "label", "") or "") for one in test.get(kind)]
    for kind in ("page_link", "download_button", "vega_lite_chart", "arrow_vega_lite_chart"):
        found += [str(one.proto) for one in test.get(kind)]
    return "\n".join(found)
