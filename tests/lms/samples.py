"""Ficheros de campus virtual con gente inventada, en los formatos exactos de cada sistema."""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

TAREA = "t1_descenso"
BOM = b"\xef\xbb\xbf"
SPANISH = (
    'Identificador,"Nombre completo","Dirección de correo",Estado,Calificación,'
    '"Calificación máxima","La calificación puede ser cambiada",'
    '"Última modificación (entrega)","Última modificación (calificación)",'
    '"Comentarios de retroalimentación"'
)
ENGLISH = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"'
)
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@dataclass(frozen=True)
class Person:
    """Alguien que no existe."""

    number: int
    name: str
    email: str
    grade: str = ""
    date: str = "sábado, 21 de noviembre de 2026, 08:26"
    comment: str = ""
    editable: str = "Sí"
    status: str = "Enviado para calificar"


ANA = Person(3, "Ana López García", "ana@uni.example")
INIGO = Person(14, "Íñigo Muñoz de la Peña", "inigo.munoz@uni.example")
MARIA = Person(15, "María José O'Donnell Sáez-Ruiz", "mj@uni.example")
LUIS = Person(92, "Luis Pérez", "luis.perez@uni.example", date="-", status="Sin entrega")
CLASS = (ANA, INIGO, MARIA, LUIS)


def worksheet(people=CLASS, *, header=SPANISH, maximum="10,00", word="Participante") -> bytes:
    """La hoja tal como la descarga Moodle: UTF-8 con BOM, comas, coma decimal, saltos LF."""
    lines = [header]
    for p in people:
        comment = p.comment.replace('"', '""')
        grade = f'"{p.grade}"' if "," in p.grade else p.grade
        lines.append(
            f'"{word} {p.number}","{p.name}",{p.email},"{p.status}",{grade},"{maximum}",'
            f'{p.editable},"{p.date}",-,"{comment}"'
        )
    return BOM + ("\n".join(lines) + "\n").encode()


def notebook(text: str) -> bytes:
    """Un cuaderno distinto por cada texto."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text}]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def folder(person: Person, trailing: str = "") -> str:
    """La carpeta que Moodle pone a una persona (le quita los apóstrofos)."""
    return f"{person.name.replace(chr(39), '')}_{person.number}_assignsubmission_file{trailing}"


def make_zip(path: Path, entries: dict[str, bytes], date=(2026, 11, 20, 10, 0, 0)) -> Path:
    """Un ZIP con esas entradas."""
    path.write_bytes(zip_bytes(entries, date))
    return path


def zip_bytes(entries: dict[str, bytes], date=(2026, 11, 20, 10, 0, 0)) -> bytes:
    """Los bytes de un ZIP con esas entradas."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name, date), data)
    return out.getvalue()


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Práctica 1 (12345),Final Score\n"
    "    Points Possible,,,,,10.00,(read only)\n"
    '"López García, Ana",101,A001,ana,GPU101,7.50,75\n'
    '"Muñoz de la Peña, Íñigo",102,A002,inigo,GPU101,,\n'
    '"Sáez, Exenta",103,A003,exenta,GPU101,EX,\n'
    '"Student, Test",,,,GPU101,,\n'
).encode()

BLACKBOARD = (
    '"Last Name","First Name","Username","Student ID","Last Access","Availability",'
    '"Práctica 1 [Total Pts: 10] |664617"\r\n'
    '"López García","Ana","ana","A001","2026-11-20","Yes",""\r\n'
    '"Muñoz de la Peña","Íñigo","inigo","A002","2026-11-20","Yes","3.00"\r\n'
).encode()
