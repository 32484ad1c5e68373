"""Reading what somebody sends: their fields, their language, and on which kind of device."""

from starlette.requests import Request
from starlette.responses import Response

from survey.form import kiosk
from survey.form.feedback import feedback
from survey.form.languages import chosen, form_languages
from survey.form.notices import Notices
from survey.form.questionnaire import Bearer, Questionnaire
from survey.form.sent import Sent, read_form
from survey.form.walk import Row


class Reception:
    """What all endpoints share: the pages beside the form, as the sender of a request needs them.

    ``notices`` makes them as on a device of one's own.
    """

    def __init__(self, notices: Notices) -> None:
        self.notices = notices

    async def read(self, request: Request) -> Sent:
        """Read a sent form, and remember it for the case that something fails.

        Raises ``KioskLeft`` for a page that nobody who is still there can have sent.
        """
        sent = await read_form(request)
        request.state.sent = sent
        kiosk.require_present(sent)
        return sent

    def sent(self, request: Request) -> Sent | None:
        """Return what was read of a request, if anything was."""
        sent: Sent | None = getattr(request.state, "sent", None)
        return sent

    def beside(self, request: Request) -> Notices:
        """Return the pages beside the form, for a kiosk where the request comes from one."""
        sent = self.sent(request)
        asked = sent.one("kiosk") if sent else request.query_params.get("kiosk")
        return self.notices.on(kiosk=asked == "1")

    def language(
        self, request: Request, wish: str | None = None, form: Questionnaire | None = None
    ) -> str:
        """Return the language to answer a request in."""
        wish = wish or request.query_params.get("lang")
        among = form.languages if form else form_languages()
        return chosen(wish, request.headers.get("accept-language", ""), among)

    def thanks(
        self,
        request: Request,
        form: Questionnaire,
        bearer: Bearer,
        language: str,
        row: Row,
        receipt: str = "",
        *,
        spent: bool = False,
    ) -> Response:
        """Return the thank-you page, with the own result computed for this one answer.

        ``spent`` says that the code had been used: then nothing was stored now.
        """
        own = feedback(form.instrument, row, language)
        return self.beside(request).thanks(
            language, form.terms.policy, own, bearer.device_key,
            preview=form.terms.preview, receipt=receipt, spent=spent,
        )  # fmt: skip
