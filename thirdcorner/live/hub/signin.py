"""Sign-in with the sample accounts of a class, for a hub that this machine alone can reach."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Any

from jupyterhub.auth import Authenticator
from traitlets import Unicode

from .settings import accounts, read


class SampleAccounts(Authenticator):
    """Lets in whoever has a name and its password from ``accounts.csv``."""

    settings = Unicode(help="The settings of the hub, as `Settings.save` wrote them.").tag(config=True)

    async def authenticate(self, handler: Any, data: dict[str, str]) -> str | None:
        """Return the name where the password is right; compare also where there is no such name, so that time tells nothing."""
        known = accounts(read(Path(self.settings)))
        password, _ = known.get(data["username"], ("", ""))
        same = hmac.compare_digest(password.encode(), data["password"].encode())
        return data["username"] if same and password else None
