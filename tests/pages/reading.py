"""What a person, or a program at the other end of the line, could read of a page."""

import re

from streamlit.testing.v1 import AppTest

UNBROKEN = re.compile(r'<span class="unbroken">([^<]*)</span>')


def html_on(test: AppTest) -> str:
    """Return the plain HTML of a page, without the marks that only keep words on one line."""
    bodies = (one.proto.body for one in test.get("html") if "<style>" not in one.proto.body)
    return UNBROKEN.sub(r"\1", "\n".join(bodies))


def words_on(test: AppTest) -> str:
    """Return every text of a page and its side bar, markup included, styles left out."""
    found = [str(getattr(one, "value", "") or "") for one in [*test.main, *test.sidebar]]
    found.append(html_on(test))
    for kind in ("button", "selectbox", "button_group", "expander", "checkbox", "text_input"):
        found += [str(getattr(one, "label", "") or "") for one in test.get(kind)]
    for kind in ("page_link", "download_button", "vega_lite_chart", "arrow_vega_lite_chart"):
        found += [str(one.proto) for one in test.get(kind)]
    return "\n".join(found)
