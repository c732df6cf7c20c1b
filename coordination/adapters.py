"""How allauth does things here: nobody signs up, one step follows the password, secrets are kept sealed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from qrcode import QRCode

from coordination.forms.kept import keys
from coordination.models import User
from coordination.queries.sessions import FACTOR_KEY
from coordination.views.decorators import LAST_SEEN_KEY

#: Under this name the site stands in an authenticator app and in a browser's list of passkeys.
NAME = "SSR partnership assessment"
_SEAL_SALT = "coordination.adapters.FactorAdapter.seal"


class SecondStep(AuthenticateStage):
    """After the password, for who has a second factor: the page that asks for it."""

    urlname = "sign-in-second"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Lead to the page; go on at once with who has no second factor, or gave one where that counts."""
        is_asked = not self.login.state.get(FACTOR_KEY) and self._should_handle(self.request)
        return redirect(self.urlname) if is_asked else None, True


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation; no message and no mail is allauth's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def get_login_stages(self) -> list[str]:
        """One step after the password."""
        return ["coordination.adapters.SecondStep"]

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign the person in, and note in the session when they had last: Home tells what happened since."""
        before = user.last_login
        super().login(request, user)
        if before:
            request.session[LAST_SEEN_KEY] = before.isoformat()

    def get_client_ip(self, request: HttpRequest) -> str:
        """Keep no address of the network beside a session: nothing here needs one."""
        return "::"

    def add_message(self, *_args: object, **_named: object) -> None:
        """Our pages say what was done."""

    def send_mail(self, *_args: object, **_named: object) -> None:
        """Our actions' mails tell of it, in the reader's language."""


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed with the server's key."""

    def get_totp_issuer(self) -> str:
        """Name the site."""
        return NAME

    def build_totp_svg(self, url: str) -> str:
        """Draw the address as a QR code, one square a module, with the margin that readers need."""
        code = QRCode()
        code.add_data(url)
        rows = code.get_matrix()
        squares = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
        )
        picture = (
            '<svg class="qr" viewBox="0 0 {0} {0}" aria-hidden="true" focusable="false"><path d="{1}"/></svg>'
        )
        return format_html(picture, len(rows), squares)

    def _get_site_name(self) -> str:
        return NAME

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return keys(_SEAL_SALT).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return keys(_SEAL_SALT).decrypt(encrypted_text.encode()).decode()
