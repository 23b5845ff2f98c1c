"""Confinamiento: bubblewrap, el proceso caliente, la sesión y el protocolo."""

from autograde.sandbox.budget import Budget
from autograde.sandbox.device import Device
from autograde.sandbox.doctor import DefenceCheck, diagnose
from autograde.sandbox.errors import Disturbed, SandboxFailure, SandboxUnavailable
from autograde.sandbox.limits import Limits
from autograde.sandbox.sandbox import Sandbox
from autograde.sandbox.session import CellRun, CellState, Session

__all__ = [
    "Budget",
    "CellRun",
    "CellState",
    "DefenceCheck",
    "Device",
    "Disturbed",
    "Limits",
    "Sandbox",
    "SandboxFailure",
    "SandboxUnavailable",
    "Session",
    "diagnose",
]
