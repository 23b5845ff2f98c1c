"""Hace `curso/datos/ficheros/refranes_citas.csv.gz` con los textos del paquete Debian fortunes-es.

    apt-get download fortunes-es && dpkg -x fortunes-es_*.deb paquete
    python docs/procedencia/curar_refranes.py paquete/usr/share/games/fortunes/es SALIDA.csv.gz

Criterio:
- citas: solo las firmadas con año de muerte, y de autores muertos en 1925 o antes; frases de 5 a
  16 palabras. Se descarta todo autor moderno, anónimo o sin fechas;
- refranes: de 5 a 16 palabras, sin firma;
- se descarta todo texto con una palabra que empiece por alguna de las raíces de abajo. En los
  refranes: mujeres y hombres como clase, matrimonio, pueblos y religiones, oficios despreciados,
  vejez, enfermedad y discapacidad, sexo y palabras malsonantes, violencia, alcohol. El filtro es
  amplio a propósito: se pierden refranes inocentes, pero hay de sobra. En las citas, que hablan
  del hombre, del alma o de la guerra en otro tono, la lista es más corta;
- se quitan los repetidos y se deja el mismo número de cada clase (muestra con semilla fija);
- la muestra se ha leído entera, y se quitan los textos de `A_MANO`, que ninguna raíz descubre: los
  que dan por bueno el maltrato o forzar a alguien, los soeces o de doble sentido, los que
  encasillan por sexo, edad, oficio o tierra, los que se burlan de una fe y los que hacen de la
  muerte un chiste.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
import re
import sys
import unicodedata
from pathlib import Path

ULTIMO_ANO_DE_MUERTE = 1925
PALABRAS = range(5, 17)
SEMILLA = 2026

RAICES_EN_REFRANES = {
    "personas como clase, familia política y matrimonio": """
        mujer hembra varon hombre macho dama senora senorita moza mozo doncella esposa
        esposo marido matrimoni casad casar casas casamient case casen boda novia novio
        suegra suegro nuera yerno cunad madrastra padrastro viuda viudo solter virgen
        soltera hija comadre madre ama criad esclav siervo amo bella hermosa fea feo gord
        flaca guapa rubia morena calv narizon barb belleza hermosura mocit mocedad femen
        ella ellas chica chico muchach ninas nina suegr parir pari parto preñ
    """,
    "pueblos, lugares y religiones": """
        moro mora moros judi jude gitan negr indio indi blanco chino turco cristian hereje
        frances ingles aleman portug gallego vizcain catalan aragon andaluz castellan
        asturian espan roman griego italian americ africa barbar salvaj raza extranj pagano
        ateo dios diab demoni infiern cristo virgen santo santa san cura cler frail monj
        abad obispo papa iglesia misa rezar reza beat sacrist sermon pecad alma bruj hechic
        tolosa roma salamanca toledo gent
    """,
    "enfermedad, discapacidad, edad y muerte": """
        ciego ciega cojo coja tuert manco sordo mudo jorob enan tullid baldad loco loca
        locos locura tonto tonta tontos necio necia bobo boba idiot imbecil estupid cretin
        simple burro asno borric viej vejez ancian muert muere morir mori matar mata mato
        cadaver sepult entierr ahorc horca suicid enferm peste sarna tinos tina lepra
        leproso rabi cuern cornud
    """,
    "sexo y palabras malsonantes": """
        put ramera prostit culo teta cojon carajo coñ mierd cag mear mea pedo peo pija polla
        joder jod follar foll cama desnud besar beso verga nalg braga virg cabron marica
        maric lujuri amante adulter hideput bastard concubin manceb alcahuet compañon
        companon cuerno ventos trasero sexo sexual placer orin bragueta pelo gallina
    """,
    "violencia, delito, alcohol, pobreza como insulto": """
        palo palos azot golp pega castig vara guerra espada lanza arma armas cuchill sangr
        veneno verdug tirano ladron hurt robar robo roba vino vinos borrach beb embriag
        tabern ajo mendig pobre villan ruin rufian truhan bellac pordioser hampa gorron caca
        escup moco mocos pulga piojo lacayo plebe vulgo canall rustic patan lacay ignoran
        debil inferior superior raza nacion patria soldad militar ejercit odi mald venganz
        cruel tabac juerg botell jarr aldean talion
    """,
}

RAICES_EN_CITAS = """
    mujer hembra macho varon dama doncella espos marido casad casar casamient matrimoni solter
    virgen suegra viuda bella belleza fea feo gord moro judi gitan negr indio turco raza salvaj
    barbar pagan hereje ateo put ramera prostit teta lujuri amante adulter sexo sexual suicid
    esclav idiot imbecil estupid necio necia necios tont bobo borrach viej vejez loco loca locos
    plebe vulgo canall verdug matar
"""

#: cómo empiezan los textos que se han quitado después de leerlos todos
A_MANO = (
    "A ave de paso, cañazo",
    "A la que quiere ser mala",
    "A menudo es fatal vivir",
    "Al ave de paso, cañazo",
    "Antaño me mordió el sapo",
    "Aquí yace quien",
    "Cuando no hay blanditas",
    "De golosos y tragones",
    "Debajo de mi capa, mate",
    "Después de ir a discoteca",
    "Después de niño ahogado",
    "Don sin Din",
    "Donde pongo el ojo",
    "Donde yeguas hay",
    "El amor es un crimen",
    "El chisme enfada",
    "El hombre en su orgullo, creó",
    "El llanero es el sincero",
    "El niño meón",
    "El patriotismo es la virtud de los depravados",
    "El que no tiene celos",
    "El que se tiene por hombre",
    "Entre reventar o peer",
    "Eres más gandul",
    "Es cosa muy probada",
    "Es muy dulce ver llegar la muerte",
    "Ese te quiere bien, te hace llorar",
    "Fue tanta la insistencia",
    "Gran bien es castidad",
    "La carne en calceta",
    "La que del baño viene",
    "La que no anda precavida",
    "La vergüenza y la castidad",
    "La vida familiar más feliz",
    "La virilidad",
    "Las religiones, como las luciérnagas",
    "Llevar bien puestos los calzones",
    "Lloramos al nacer",
    "Los ancianos gustan",
    "Los hijos son las anclas",
    "Muera Marta",
    "No hay asqueroso",
    "No hay guarro",
    "No hay tal razón como la del bastón",
    "No somos nadie",
    "No veo ningún rey sabio",
    "Prefier0",
    "Primero la firmita",
    "Proclamo en voz alta",
    "Quien bien te quiera te hará llorar",
    "Quien bien te quiere, te hará sufrir",
    "Quien mal casa",
    "Si camina de noche y pica",
    "Si la pobreza es la madre",
    "Si quieres tener un hijo pillo",
    "Si somos arrastrados a Cristo",
    "Sólo una madre sabe",
    "Sufrir sin quejarse",
    "Tenemos bastante religión",
    "Todos matan lo que aman",
    "Un beso legal",
    "Un cuadro debe ser pintado",
    "Un día es un día, y una paliza",
    "Vecinas porque les digo",
    "Venía como placa",
    "Zapatero amigo",
    "Zapateros y sastres",
)

_MUERTE = re.compile(r"\((?:[^()]*?)(\d{1,4})\s*(a\.?\s*(?:de\s*)?c\.?)?\s*\)", re.IGNORECASE)


def sin_acentos(texto: str) -> str:
    """Minúsculas y sin diacríticos, salvo la eñe, que pasa a n."""
    plano = unicodedata.normalize("NFD", texto.lower())
    return "".join(c for c in plano if not unicodedata.combining(c))


def entradas(ruta: Path) -> list[tuple[str, str]]:
    """(texto, firma) de cada entrada de un fichero de fortunes."""
    crudo = ruta.read_text(encoding="utf-8", errors="strict")
    salida = []
    for entrada in re.split(r"\n%\s*\n", crudo):
        texto, *firma = re.split(r"\n\s*--\s*", entrada.strip())
        salida.append((" ".join(texto.split()), " ".join(" ".join(firma).split()).rstrip(".")))
    return salida


def muerto_antes(firma: str) -> bool:
    """Si la firma trae año de muerte y no es posterior a `ULTIMO_ANO_DE_MUERTE`."""
    fecha = _MUERTE.search(firma)
    if fecha is None or "-" not in fecha.group(0):
        return False
    return fecha.group(2) is not None or int(fecha.group(1)) <= ULTIMO_ANO_DE_MUERTE


def patron(raices: str) -> re.Pattern[str]:
    """Encuentra una palabra que empiece por alguna de las raíces."""
    return re.compile(
        r"\b(?:" + "|".join(sorted({sin_acentos(raiz) for raiz in raices.split()})) + ")"
    )


def vale(texto: str, excluidas: re.Pattern[str]) -> bool:
    """Longitud adecuada, una sola frase limpia y ninguna raíz excluida."""
    limpio = re.fullmatch(r"[A-ZÁÉÍÓÚÑ¿¡][\w\s,;:.¿?¡!áéíóúüñ]*[.?!\w]", texto)
    return (
        limpio is not None
        and len(texto.split()) in PALABRAS
        and "..." not in texto
        and not excluidas.search(sin_acentos(texto))
    )


def equilibrar(filas: list[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """Sin los últimos de la clase que más tiene: el mismo número de cada una."""
    n = min(sum(clase == c for _, clase, _ in filas) for c in (0, 1))
    vistos = [0, 0]
    salida = []
    for fila in filas:
        vistos[fila[1]] += 1
        if vistos[fila[1]] <= n:
            salida.append(fila)
    return salida


def principal(carpeta: Path, salida: Path) -> None:
    en_refranes, en_citas = patron(" ".join(RAICES_EN_REFRANES.values())), patron(RAICES_EN_CITAS)
    refranes: dict[str, tuple[str, str]] = {}
    citas: dict[str, tuple[str, str]] = {}
    for ruta in sorted(carpeta.glob("*.fortunes")):
        es_refranero = ruta.stem == "refranes"
        for texto, firma in entradas(ruta):
            if not vale(texto, en_refranes if es_refranero else en_citas):
                continue
            clave = re.sub(r"\W+", "", sin_acentos(texto))
            if es_refranero and not firma:
                refranes.setdefault(clave, (texto, ""))
            elif not es_refranero and muerto_antes(firma):
                citas.setdefault(clave, (texto, firma))
    for clave in refranes.keys() & citas.keys():
        del refranes[clave], citas[clave]
    azar = random.Random(SEMILLA)
    n = min(len(refranes), len(citas))
    filas = [(texto, 1, "") for texto, _ in azar.sample(sorted(refranes.values()), n)]
    filas += [(texto, 0, autor) for texto, autor in azar.sample(sorted(citas.values()), n)]
    azar.shuffle(filas)
    filas = equilibrar([fila for fila in filas if not fila[0].startswith(A_MANO)])
    memoria = io.StringIO()
    escritor = csv.writer(memoria, lineterminator="\n")
    escritor.writerow(("texto", "refran", "autor"))
    escritor.writerows(filas)
    with gzip.GzipFile(salida, "wb", mtime=0) as comprimido:
        comprimido.write(memoria.getvalue().encode("utf-8"))
    n = len(filas) // 2
    print(f"{len(refranes)} refranes y {len(citas)} citas admitidos; {n} de cada en {salida}")


if __name__ == "__main__":
    principal(Path(sys.argv[1]), Path(sys.argv[2]))
