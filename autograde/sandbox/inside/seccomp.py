"""El filtro de llamadas al sistema de la sesión, ensamblado a mano (BPF clásico).

Niega lo que ningún cuaderno necesita y ha servido para salir de contenedores: espacios de nombres,
montajes, depuración, llaveros, BPF, io_uring, familias de sockets exóticas… Con `EPERM`, para que
el código honrado que pruebe suerte siga por otro camino.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from inside import kernel

#: llamada: (número en x86-64, número en aarch64); None donde no existe
DENIED: dict[str, tuple[int, int | None]] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "open_tree_attr": (467, 467),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "statmount": (457, 457),
    "listmount": (458, 458),
    "unshare": (272, 97),
    "setns": (308, 268),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "personality": (135, 92),
    "nfsservctl": (180, 42),
    "lookup_dcookie": (212, 18),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "fanotify_init": (300, 262),
    "vhangup": (153, 58),
    "vmsplice": (278, 75),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    # memoria que el núcleo no cuenta a ningún proceso: no habría límite que la frenara
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    # dicen qué ficheros ha leído antes otro envío: servirían para pasarse recados
    "mincore": (27, 232),
    "cachestat": (451, 451),
    "preadv2": (327, 286),
    # cerrojos y avisos sobre ficheros que ven también los envíos que se corrigen a la vez
    "flock": (73, 32),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
    "ustat": (136, None),
    "sysfs": (139, None),
    "uselib": (134, None),
}
CLONE, CLONE3, SOCKET, MMAP = (56, 220), (435, 435), (41, 198), (9, 222)
SOCKETPAIR, FCNTL, SECCOMP = (53, 199), (72, 25), (317, 277)
#: las que mandan una señal, con el desplazamiento del argumento que dice cuál
SENDERS: dict[str, tuple[tuple[int, int], int]] = {
    "kill": ((62, 129), 24),
    "tkill": ((200, 130), 24),
    "tgkill": ((234, 131), 32),
    "rt_sigqueueinfo": ((129, 138), 24),
    "rt_tgsigqueueinfo": ((297, 240), 32),
    "pidfd_send_signal": ((424, 424), 24),
}
#: las señales con que también mata alguien de fuera (HUP, INT, QUIT, KILL, TERM): el init apunta
#: quién de dentro las pide, y la muerte que no pidió nadie de dentro no es del alumno
FATAL = (1, 2, 3, 9, 15)
#: las órdenes de `fcntl` para lo mismo: GETLK, SETLK, SETLKW, sus OFD_, SETLEASE y NOTIFY
SHARED_LOCKS = (5, 6, 7, 36, 37, 38, 1024, 1026)
#: memoria compartida sin fichero: al soltarla sigue ocupando, y ya no es de nadie
_SHARED, _ANONYMOUS = 0x01, 0x20
#: sin esto y sin memoria compartida sin fichero, el controlador de NVIDIA no arranca
NEEDED_BY_DEVICE = ("memfd_create",)
#: la única familia de zócalos: las de red, netlink, vsock, alg… son superficie de ataque del
#: núcleo, y las de red dejan tras su dueño zócalos huérfanos, puertos en espera y cuentas
AF_UNIX = 1
_NEW_NAMESPACES = 0x7E020000 | 0x80
#: número de arquitectura de auditoría, y posición en las tuplas
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

_LOAD, _JEQ, _JGE, _JSET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _FIRST_ARGUMENT, _SECOND_ARGUMENT, _FOURTH_ARGUMENT = 0, 4, 16, 24, 40
_ALLOW, _KILL, _ERRNO, _NOTIFY = 0x7FFF0000, 0x80000000, 0x00050000, 0x7FC00000
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_SET_MODE_FILTER, _NEW_LISTENER = 1, 8
_X32 = 0x40000000


def _op(code: int, k: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, k)


def _refuse(number: int, error: int = errno.EPERM) -> list[bytes]:
    return [_op(_JEQ, number, 0, 1), _op(_RETURN, _ERRNO | error)]


def _when(number: int, argument: int, values: tuple[int, ...], verdict: int) -> list[bytes]:
    """`verdict` para una llamada si un argumento suyo es uno de `values`; si no, se permite."""
    code = [_op(_JEQ, number, 0, len(values) + 3), _op(_LOAD, argument)]
    code += [_op(_JEQ, value, len(values) - i, 0) for i, value in enumerate(values)]
    return [*code, _op(_RETURN, _ALLOW), _op(_RETURN, verdict)]


def program(machine: str, device: bool = False, listened: bool = False) -> bytes | None:
    """El programa para una arquitectura, o None si no se conoce.

    device
        Si se usará uno.
    listened
        Si hay quien apunte qué señales se mandan.
    """
    if machine not in _ARCHITECTURES:
        return None
    audit, column = _ARCHITECTURES[machine]
    code = [_op(_LOAD, _ARCH), _op(_JEQ, audit, 1, 0), _op(_RETURN, _KILL), _op(_LOAD, _NUMBER)]
    if machine == "x86_64":
        code += [_op(_JGE, _X32, 0, 1), _op(_RETURN, _ERRNO | errno.EPERM)]
    for name, numbers in DENIED.items():
        number = numbers[column]
        if number is not None and not (device and name in NEEDED_BY_DEVICE):
            code += _refuse(number)
    # glibc vuelve a clone si clone3 no existe; y los argumentos de clone sí se pueden mirar
    code += _refuse(CLONE3[column], errno.ENOSYS)
    if not device:
        code += [
            _op(_JEQ, MMAP[column], 0, 5),
            _op(_LOAD, _FOURTH_ARGUMENT),
            _op(_JSET, _SHARED, 0, 2),
            _op(_JSET, _ANONYMOUS, 0, 1),
            _op(_RETURN, _ERRNO | errno.EPERM),
            _op(_RETURN, _ALLOW),
        ]
    code += [
        _op(_JEQ, CLONE[column], 0, 4),
        _op(_LOAD, _FIRST_ARGUMENT),
        _op(_JSET, _NEW_NAMESPACES, 0, 1),
        _op(_RETURN, _ERRNO | errno.EPERM),
        _op(_RETURN, _ALLOW),
        _op(_JEQ, SOCKET[column], 1, 0),
        _op(_JEQ, SOCKETPAIR[column], 0, 4),
        _op(_LOAD, _FIRST_ARGUMENT),
        _op(_JEQ, AF_UNIX, 1, 0),
        _op(_RETURN, _ERRNO | errno.EPERM),
        _op(_RETURN, _ALLOW),
    ]
    code += _when(FCNTL[column], _SECOND_ARGUMENT, SHARED_LOCKS, _ERRNO | errno.EPERM)
    for sender, argument in SENDERS.values() if listened else ():
        code += _when(sender[column], argument, FATAL, _NOTIFY)
    return b"".join([*code, _op(_RETURN, _ALLOW)])


def sender(number: int) -> str:
    """Qué llamada de las que mandan señales es la de ese número."""
    column = _ARCHITECTURES[platform.machine()][1]
    return next(name for name, (numbers, _) in SENDERS.items() if numbers[column] == number)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install(device: bool = False) -> int | None:
    """Pone el filtro a este proceso y a sus descendientes.

    Devuelve el descriptor por el que el init sabe qué señales se mandan; None si el núcleo no lo
    da (o si no hay filtro para esta máquina): entonces no se sabrá.
    """
    machine = platform.machine()
    heard, plain = program(machine, device, listened=True), program(machine, device)
    if heard is None or plain is None:
        return None
    wanted = _Program(len(heard) // 8, heard)
    number = SECCOMP[_ARCHITECTURES[machine][1]]
    listener = kernel.libc.syscall(
        number, _SET_MODE_FILTER, _NEW_LISTENER, ctypes.c_void_p(ctypes.addressof(wanted))
    )
    if listener >= 0:
        return int(listener)
    wanted = _Program(len(plain) // 8, plain)
    kernel.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(wanted))
    return None
