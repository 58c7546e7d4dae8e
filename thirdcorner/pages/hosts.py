"""Files that hosts of static pages read: the headers that they should send, and what they should leave alone.

Written where ``thirdcorner_hosts: true`` asks for them; an author who has such files already keeps them. GitHub Pages reads ``.nojekyll``
(without it, folders like ``_static`` are left out), Netlify and Cloudflare Pages ``_headers``, Apache ``.htaccess``. Beside the pages
stands ``nginx.conf``, which a host's own configuration includes.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from .assets import save
from .serve import HEADERS

NGINX = """# For nginx: put this file into sites-enabled, and say where the pages lie and which port or name they have.
server {{
    listen 8080;
    root /srv/third-corner;
    index index.html;
    absolute_redirect off;
    charset utf-8;
    gzip on;
    gzip_vary on;
    gzip_types text/css text/javascript application/javascript application/json image/svg+xml;
{headers}
    location / {{
        try_files $uri $uri.html $uri/ =404;
    }}
}}
"""
APACHE = """# For Apache, where AllowOverride lets a folder speak (FileInfo, Indexes, Options).
Options -Indexes
AddDefaultCharset utf-8
AddType text/javascript .js
AddType application/x-ipynb+json .ipynb
<IfModule mod_headers.c>
{headers}
</IfModule>
<IfModule mod_deflate.c>
    AddOutputFilterByType DEFLATE text/html text/css text/javascript application/javascript application/json image/svg+xml
</IfModule>
"""


def register(app: Sphinx) -> None:
    """Write the files once the pages stand."""
    app.add_config_value("thirdcorner_hosts", False, "html", [bool])
    app.connect("build-finished", _write)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html" and app.config.thirdcorner_hosts:
        write(Path(app.outdir))


def write(pages: Path) -> None:
    """Write into the folder of the pages what their host reads there, and beside it what nginx includes."""
    save(pages / ".nojekyll", "")
    save(pages / "_headers", "/*\n" + "".join(f"  {name}: {value}\n" for name, value in HEADERS.items()))
    save(pages / ".htaccess", APACHE.format(headers="\n".join(f'    Header always set {name} "{value}"' for name, value in HEADERS.items())))
    save(pages.parent / "nginx.conf", NGINX.format(headers="\n".join(f'    add_header {name} "{value}" always;' for name, value in HEADERS.items())))
