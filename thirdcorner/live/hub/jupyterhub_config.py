"""JupyterHub's own configuration; it reads the settings that ``thirdcorner hub`` wrote, named by ``THIRDCORNER_HUB``."""

import os
import sys
from pathlib import Path
from urllib.parse import urlencode

from thirdcorner.live.hub.prepare import environment, proxy
from thirdcorner.live.hub.settings import COURSE, accounts, read
from thirdcorner.live.hub.start import free_ports

settings = read(Path(os.environ["THIRDCORNER_HUB"]))
state = settings.folder / "state"
hub_port, api_port = free_ports(2)
roles = {name: role for name, (_, role) in accounts(settings).items()}

c = get_config()  # type: ignore[name-defined]  # noqa: F821  # JupyterHub defines it
c.JupyterHub.bind_url = settings.address
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{hub_port}"
c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = settings.certificate, settings.key
c.JupyterHub.db_url = f"sqlite:///{state / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
c.JupyterHub.pid_file = str(state / "hub.pid")
c.ConfigurableHTTPProxy.command = proxy(settings)
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{api_port}"
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")
c.JupyterHub.cleanup_servers = True
c.JupyterHub.shutdown_on_logout = True

if settings.authenticator:
    c.JupyterHub.authenticator_class = settings.authenticator
    c.Authenticator.allowed_users = set(roles)
else:
    c.JupyterHub.authenticator_class = "thirdcorner.live.hub.signin.SampleAccounts"
    c.SampleAccounts.settings = os.environ["THIRDCORNER_HUB"]
    c.SampleAccounts.allow_all = True  # whoever has a password stands in the file
c.Authenticator.admin_users = {name for name, role in roles.items() if role == "instructor"}

c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner" if settings.unix else "jupyterhub.spawner.SimpleLocalProcessSpawner"
c.SimpleLocalProcessSpawner.home_dir_template = str(settings.homes / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/git-pull?" + urlencode({"repo": f"file://{settings.repository}", "branch": "main", "targetpath": COURSE, "urlpath": f"lab/tree/{COURSE}/notebooks"})
c.Spawner.http_timeout = c.Spawner.start_timeout = 120


def before_start(spawner):  # type: ignore[no-untyped-def]
    """Tell a server whose it is."""
    spawner.environment = {**spawner.environment, **environment(settings, roles.get(spawner.user.name, "student"))}


c.Spawner.pre_spawn_hook = before_start

c.JupyterHub.services = [{"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={settings.idle}"]}]
c.JupyterHub.load_roles = [
    {"name": "idle-culler", "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"], "services": ["idle-culler"]}
]
