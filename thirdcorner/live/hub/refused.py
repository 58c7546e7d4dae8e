"""Why a hub cannot be started with its settings: what would be unsafe, and what is missing."""

from __future__ import annotations

import importlib.util
import ipaddress
import shutil
import socket
import sys
from pathlib import Path
from typing import Any, cast

from .settings import Settings


def is_loopback(ip: str) -> bool:
    """Return whether an address is reached from this machine alone; a name other than ``localhost`` counts as public."""
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"


def sign_in(name: str) -> type | None:
    """Return the class that JupyterHub takes for an authenticator's name, in whatever way it is written; `None` where it can load none."""
    from jupyterhub.app import JupyterHub

    trait: Any = JupyterHub.class_traits()["authenticator_class"]
    try:
        return cast(type, trait.validate(None, name))
    except Exception:  # whatever the import of somebody's module raises
        return None


def lets_anybody_in(found: type) -> bool:
    """Return whether a sign-in asks for no password, for one that all share, or for one of the sample accounts."""
    from jupyterhub.auth import DummyAuthenticator, NullAuthenticator
    from jupyterhub.authenticators.shared import SharedPasswordAuthenticator

    from .signin import SampleAccounts

    return issubclass(found, (DummyAuthenticator, NullAuthenticator, SharedPasswordAuthenticator, SampleAccounts))


def refusals(settings: Settings) -> list[str]:
    """Return why a hub cannot be started with these settings, each with what would be right; nothing where it can."""
    found = []
    if bool(settings.certificate) != bool(settings.key):
        found.append("TLS needs both: name --certificate and --key")
    found += [f"there is no file {path}: name the certificate and the key by their paths" for path in (settings.certificate, settings.key) if path and not Path(path).is_file()]
    if settings.idle < 1:
        found.append(f"--idle is {settings.idle}: a server stands for some seconds before it is stopped, such as 3600")
    named = settings.authenticator if importlib.util.find_spec("jupyterhub") else ""
    signs_in = sign_in(named) if named else None
    if named and signs_in is None:
        found.append(f"JupyterHub can load no sign-in {named!r}: name one that it knows, such as pam, or a class of an installed package by its full name")
    if not is_loopback(settings.ip):
        if not settings.certificate:
            found.append(f"{settings.ip} can be reached from other machines, and passwords would go there unencrypted: name --certificate and --key, or leave --ip out")
        if not settings.authenticator or (signs_in and lets_anybody_in(signs_in)):
            found.append(
                f"{settings.ip} can be reached from other machines, and the sample accounts, like a sign-in without a password of each one’s own, are for trying a hub out: name a real sign-in with --authenticator, such as pam, or leave --ip out"
            )
        if not settings.unix:
            found.append(
                f"{settings.ip} can be reached from other machines, and without root all students would share one account of this one: start it as root, or leave --ip out"
            )
    if settings.unix:
        for what, path in (("this Python", Path(sys.executable)), ("the class’s folder", settings.folder)):
            if (shut := shut_to_others(path)) is not None:
                found.append(
                    f"{what}, {path}, lies below {shut}, which other accounts of this machine may not enter: each student’s server runs under an account of its own, so move it to where all can read"
                )
    for module, package in (
        ("jupyterhub", "jupyterhub"),
        ("nbgitpuller", "nbgitpuller"),
        ("nbgrader", "nbgrader"),
        ("jupyterhub_idle_culler", "jupyterhub-idle-culler"),
        ("jupyterlab", "jupyterlab"),
    ):
        if importlib.util.find_spec(module) is None:
            found.append(f'{package} is not installed: pip install "thirdcorner[hub]"')
    if shutil.which("git") is None:
        found.append("git is not installed: nbgitpuller needs it (Debian: apt-get install git)")
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((settings.ip, settings.port))
        except OSError as error:
            found.append(f"{settings.ip}:{settings.port} cannot be used ({error.strerror}): name another --port")
    return found


def shut_to_others(path: Path) -> Path | None:
    """Return the first folder on the way to a file that other accounts may not enter, links followed; `None` where there is none."""
    for way in (path.absolute(), path.resolve()):
        for folder in reversed(way.parents):
            if folder.is_dir() and not folder.stat().st_mode & 0o001:
                return folder
    return None
