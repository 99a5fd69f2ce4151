"""A small project for tests: two dimensions, four items, levels 1 to 4, English and Bosnian, three organizations."""

from __future__ import annotations

from pathlib import Path

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.project import Project, load_project

ITEMS = ("gov-board", "gov-mission", "fin-books", "fin-donors")
"""The items, in the order in which they are asked."""

PROJECT = """\
name: {en: Small project, bs: Mali projekat}
synthetic: true
languages: [en, bs]
periods:
  - id: y1
    label: {en: Year 1, bs: Prva godina}
    date: 2024-05-31
    questionnaire: small/1
    scheme: small-mean
  - id: y2
    label: {en: Year 2, bs: Druga godina}
    date: 2025-05-31
    questionnaire: small/1
    scheme: small-mean
sectors:
  culture: {en: Culture, bs: Kultura}
  health: {en: Health, bs: Zdravlje}
"""

ORGANIZATIONS = """\
id,name,sector,language,joined,left
zora,Udruženje „Zora“,health,bs,,
lasta,Lasta Theatre,culture,en,,
most,Most – Čapljina,culture,bs,y2,
"""

SCHEME = """\
id: small-mean
title: {en: Mean, bs: Prosjek}
about: {en: Plain means., bs: Obični prosjeci.}
questionnaires: [small]
score_types: [verified, consensus, individual]
bands:
  - {id: low, from: 1, title: {en: Low, bs: Nisko}, text: {en: Little is there., bs: Malo toga postoji.}}
  - {id: high, from: 2.5, title: {en: High, bs: Visoko}, text: {en: Much is there., bs: Mnogo toga postoji.}}
"""

STRUCTURE = """\
id: small
version: "1"
source_language: en
languages: [en, bs]
scale: {levels: [1, 2, 3, 4]}
dimensions:
  - {id: governance, items: [gov-board, gov-mission]}
  - {id: finance, items: [fin-books, fin-donors]}
critical: [fin-books]
"""

ENGLISH = """\
language: en
title: Small questionnaire
introduction: Choose what can be seen today.
scale:
  "1": {name: Starting, text: First attempts.}
  "2": {name: Building, text: Used in part.}
  "3": {name: Established, text: Used regularly.}
  "4": {name: Leading, text: Reviewed and improved.}
dimensions:
  governance: {title: Governance and legitimacy, short: Governance, about: Who decides., next: Hold a meeting.}
  finance: {title: Financial management, short: Finance, about: Where money goes., next: Look at the books.}
items:
  gov-board:
    title: Board
    prompt: Does the board meet?
    levels: {"1": No board meets., "2": It meets at times., "3": It meets on a plan., "4": It reviews its own work.}
    evidence: Minutes.
    guidance: Ask for the last minutes.
  gov-mission:
    title: Mission
    prompt: Is there a mission?
    levels: {"1": None is written., "2": One is written., "3": Staff can tell it., "4": Plans are tested by it.}
  fin-books:
    title: Books
    prompt: Are books kept?
    levels: {"1": Receipts in a box., "2": Books once a year., "3": Books every month., "4": Books are read together.}
  fin-donors:
    title: Donors
    prompt: Who pays?
    levels: {"1": One donor., "2": Two donors., "3": Several donors., "4": Donors and own income.}
"""

BOSNIAN = """\
language: bs
title: Mali upitnik
introduction: Odaberite ono što se danas može vidjeti.
scale:
  "1": {name: Početak, text: Prvi pokušaji.}
  "2": {name: Izgradnja, text: Koristi se u dijelu.}
  "3": {name: Utemeljeno, text: Koristi se redovno.}
  "4": {name: Uzor, text: Preispituje se i unapređuje.}
dimensions:
  governance: {title: Upravljanje i legitimitet, short: Upravljanje, about: Ko odlučuje., next: Održite sjednicu.}
  finance: {title: Finansijsko upravljanje, short: Finansije, about: Kuda ide novac., next: Pogledajte knjige.}
items:
  gov-board:
    title: Upravni odbor
    prompt: Sastaje li se odbor?
    levels: {"1": Odbor se ne sastaje., "2": Sastaje se ponekad., "3": Sastaje se po planu., "4": Preispituje svoj rad.}
    evidence: Zapisnici.
    guidance: Zatražite posljednji zapisnik.
  gov-mission:
    title: Misija
    prompt: Postoji li misija?
    levels: {"1": Nije napisana., "2": Napisana je., "3": Zaposleni je znaju., "4": Planovi se mjere po njoj.}
  fin-books:
    title: Knjige
    prompt: Vode li se knjige?
    levels: {"1": Računi u kutiji., "2": Jednom godišnje., "3": Svaki mjesec., "4": Čitaju se zajedno.}
  fin-donors:
    title: Donatori
    prompt: Ko plaća?
    levels: {"1": Jedan donator., "2": Dva donatora., "3": Više donatora., "4": Donatori i vlastiti prihod.}
"""


def small_project(folder: Path) -> Path:
    """Write the small project into a folder and return the folder; no response is in it yet."""
    files = {
        "project.yaml": PROJECT,
        "organizations.csv": ORGANIZATIONS,
        "scoring/small-mean.yaml": SCHEME,
        "questionnaires/small/1.yaml": STRUCTURE,
        "questionnaires/small/1.en.yaml": ENGLISH,
        "questionnaires/small/1.bs.yaml": BOSNIAN,
    }
    for name, text in files.items():
        put(folder, name, text)
    for period in ("y1", "y2"):
        (folder / "responses" / period).mkdir(parents=True)
    return folder


def add_second_version(folder: Path) -> Path:
    """Let period y2 use small/2, in which fin-donors has become fin-income."""
    mapping = (
        'mapping:\n  from: "1"\n  equal: [gov-board, gov-mission, fin-books]\n  changed:\n'
        "    - {item: fin-income, relation: equivalent, was: [fin-donors], reason: Plainer word.}\n"
    )
    put(folder, "questionnaires/small/2.yaml", _second(STRUCTURE) + mapping)
    put(folder, "questionnaires/small/2.en.yaml", _second(ENGLISH))
    put(folder, "questionnaires/small/2.bs.yaml", _second(BOSNIAN))
    first, second = PROJECT.split("  - id: y2")
    put(folder, "project.yaml", first + "  - id: y2" + second.replace("small/1", "small/2"))
    return folder


def read_small(folder: Path) -> tuple[Project, dict[str, Questionnaire]]:
    """Return the project in a folder and every version of its questionnaire."""
    project = load_project(folder)
    refs = sorted(f"small/{path.stem}" for path in (folder / "questionnaires/small").glob("?.yaml"))
    return project, {ref: load_questionnaire(ref, folder) for ref in refs}


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """Write one file of a project, text as UTF-8, and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _second(text: str) -> str:
    return text.replace('version: "1"', 'version: "2"').replace("fin-donors", "fin-income")
