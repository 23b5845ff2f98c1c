"""Marcos con longitud por un socket: cuatro bytes de tamaño y un objeto JSON.

Esta es la parte de dentro, con sockets que bloquean. La de fuera, con plazos y límites, es
`autograde.sandbox.channel`.
"""

from __future__ import annotations

import array
import json
import socket
import struct
from typing import Any

HEADER = struct.Struct("!I")
#: con qué termina un proceso de dentro al que se le corta el canal: no es cosa suya
CHANNEL_LOST = 86
#: lo que ve quien lee o escribe en un canal cortado por el otro extremo
CUT = (EOFError, BrokenPipeError, ConnectionResetError)


def pack(message: dict[str, Any]) -> bytes:
    """Un mensaje con su longitud por delante."""
    return frame(json.dumps(message, separators=(",", ":")).encode("utf-8", "backslashreplace"))


def frame(body: bytes) -> bytes:
    """Un mensaje ya escrito, con su longitud por delante."""
    return HEADER.pack(len(body)) + body


def send(sock: socket.socket, message: dict[str, Any]) -> None:
    """Envía un mensaje entero."""
    sock.sendall(pack(message))


def receive(sock: socket.socket, descriptors: int = 0) -> tuple[dict[str, Any], list[int]]:
    """Un mensaje y los descriptores que traiga. Lanza `EOFError` si el otro lado cerró."""
    header, fds = _first(sock, descriptors)
    header += _exactly(sock, HEADER.size - len(header))
    return json.loads(_exactly(sock, HEADER.unpack(header)[0])), fds


def _first(sock: socket.socket, descriptors: int) -> tuple[bytes, list[int]]:
    fds = array.array("i")
    room = socket.CMSG_SPACE(descriptors * fds.itemsize) if descriptors else 0
    data, ancillary, _, _ = sock.recvmsg(HEADER.size, room)
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            fds.frombytes(payload[: len(payload) - len(payload) % fds.itemsize])
    if not data:
        raise EOFError
    return data, fds.tolist()


def _exactly(sock: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        piece = sock.recv(min(size - len(parts), 1 << 20))
        if not piece:
            raise EOFError
        parts += piece
    return bytes(parts)
