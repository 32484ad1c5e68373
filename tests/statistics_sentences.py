"""What no sentence about an estimate may hold, in each language of the questionnaire."""

import re

from babel.numbers import get_decimal_symbol

FORBIDDEN = {
    "en": r"\bcaus(e|es|ed|ing)\b|due to|leads? to|times (more|less|as|higher)|(more|less) likely",
    "de": r"verursach|aufgrund|führt zu|bewirk|mal so|mal häufiger|wahrscheinlicher",
    "nl": r"veroorza|leidt tot|vanwege|te wijten|(keer|maal) (zo|meer)|waarschijnlijker",
    "fr": r"\bcaus(e|es|é|ée|ent|er)\b|provoqu|entraîn|en raison|conduit à|fois plus|plus probable",
    "es": r"\bcausa(n|r|do)?\b|provoca|debido|lleva a|produce|veces (más|mayor)|más probable",
    "pl": r"powoduj|spowodow|wywołuj|z powodu|prowadzi do|razy (więc|częś|bardz)|bardziej prawd",
    "tr": r"neden ol|yol aç|sebep|yüzünden|kat daha|kat fazla|kez daha|daha olası",
    "ar": r"(?<!\w)[وفت]?[يت]?سبب(?!ي)|بسبب|يؤدي إلى|تؤدي إلى|نتيجة ل|أضعاف|مرات أكثر|أكثر احتمال",
}


def require_whole(said: str, language: str) -> None:
    """A sentence has an end, nothing left to fill in, no key, and the language's decimal sign."""
    assert said.endswith("."), said
    assert not re.search(
        r"[{}]|\bNone\b|\bnan\b|reading\.|analyses\.|\b(back_pain_12m|workload)\b", said
    )
    sign = get_decimal_symbol(language)
    wrong = r"\d\.\d\d?\b" if sign == "," else r"\d,\d\d?\b"
    assert not re.search(wrong, said), said
