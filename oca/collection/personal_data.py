"""What points at a person: columns that are set aside unread, and e-mail addresses and phone numbers in free text.

Both lists are made for precision: what is taken for personal by mistake is an answer lost, or a consultant who stops
looking.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from oca.findings import Finding
from oca.language import for_matching

_HEADINGS = frozenset(
    (
        # e-mail: by hand, Google Forms, Microsoft Forms, LimeSurvey
        "email",
        "e mail",
        "mail",
        "email address",
        "e mail address",
        "mail address",
        "work email",
        "contact email",
        "kontakt email",
        "kontakt e mail",
        "email adresa",
        "e mail adresa",
        "mail adresa",
        "adresa e poste",
        "e adresa",
        "e posta",
        "eposta",
        "elektronska posta",
        "elektronicka posta",
        "adresa elektronske poste",
        "adresa elektronicke poste",
        "imejl",
        "imejl adresa",
        "mejl",
        "mejl adresa",
        "email adrese",
        # names
        "name",
        "full name",
        "fullname",
        "first name",
        "firstname",
        "given name",
        "last name",
        "lastname",
        "surname",
        "family name",
        "name and surname",
        "first and last name",
        "first name and last name",
        "name of respondent",
        "name of the respondent",
        "respondent name",
        "respondent s name",
        "contact person",
        "contact name",
        "person name",
        "submitter name",
        "submittername",
        "enumerator name",
        "interviewer name",
        "signature",
        "ime",
        "prezime",
        "ime i prezime",
        "prezime i ime",
        "puno ime",
        "puno ime i prezime",
        "ime ispitanika",
        "ime i prezime ispitanika",
        "ime osobe",
        "ime i prezime osobe",
        "kontakt osoba",
        "osoba za kontakt",
        "ime kontakt osobe",
        "ime i prezime kontakt osobe",
        "potpis",
        "nadimak",
        "nickname",
        # user names
        "user name",
        "username",
        "user",
        "user id",
        "userid",
        "login",
        "nalog",
        "korisnik",
        "korisnicko ime",
        "submitted by",
        "submitter id",
        "submitterid",
        "token",
        "access code",
        "pristupni kod",
        "respondent email",
        # phones
        "phone",
        "phone number",
        "phonenumber",
        "telephone",
        "telephone number",
        "mobile",
        "mobile number",
        "mobile phone",
        "mobile phone number",
        "cell phone",
        "cell phone number",
        "contact phone",
        "contact number",
        "tel",
        "tel number",
        "telefon",
        "broj telefona",
        "br telefona",
        "telefonski broj",
        "kontakt telefon",
        "telefon za kontakt",
        "mobitel",
        "broj mobitela",
        "mobilni",
        "mobilni telefon",
        "broj mobilnog telefona",
        "broj mobilnog",
        "kontakt broj",
        "viber",
        "whatsapp",
        # addresses of machines, machines
        "ip",
        "ip address",
        "ipaddress",
        "ipaddr",
        "ip adresa",
        "ip addr",
        "client ip",
        "device id",
        "deviceid",
        "device",
        "id uredaja",
        "uredaj",
        "imei",
        "subscriber id",
        "subscriberid",
        "sim serial",
        "simserial",
        "sim id",
        "sim card",
        "mac address",
        "mac adresa",
        "user agent",
        "useragent",
        "browser",
        # places of people, numbers of people
        "geolocation",
        "gps",
        "gps coordinates",
        "latitude",
        "longitude",
        "home address",
        "kucna adresa",
        "adresa stanovanja",
        "jmbg",
        "jmb",
        "oib",
        "maticni broj gradana",
        "jedinstveni maticni broj",
        "personal identification number",
        "national id",
        "national id number",
        "broj licne karte",
        "broj osobne iskaznice",
        "date of birth",
        "birth date",
        "birthday",
        "datum rodenja",
    )
)
"""Headings of personal columns, as `_plain` brings them to one form: English, Bosnian, Croatian, Serbian."""

_POLITE = ("your ", "vasa ", "vase ", "vas ", "the ", "please enter your ", "enter your ", "unesite ", "upisite ")

_TAILS = (" optional", " opcionalno", " neobavezno", " nije obavezno", " required", " obavezno")

_EMAIL = re.compile(r"[^\W_][\w.+'-]{0,63}@[^\W_][\w-]{0,62}(?:\.[^\W_][\w-]{0,62}){0,8}\.[^\W\d_]{2,}")

_INTERNATIONAL = re.compile(
    r"(?<![\w+.,-])(?:\+|00|(?=387[ /.-]?[3-6]))[1-9](?:[ /.()-]{0,2}\d){9,12}"
    r"(?![\d%€$]|[.,]\d|\s?(?:KM|BAM|EUR|USD)\b)"
)
"""A plus or 00, or the country's 387 as a spreadsheet leaves it, then 10 to 13 digits: +387 61 123 456, 38761123456."""

_LOCAL = re.compile(
    r"(?<![\w.,/+-])(?<!\d )\(?0[1-69]\d\)?(?: ?[/.-] ?| )?"
    r"\d{3}(?:(?: ?[.-] ?| )?(?!(?:19|20)\d\d\b)\d{3,4}|[ .-]\d\d[ .-]\d\d)"
    r"(?![\w/%€$]|[ .,-]\d|\s?(?:KM|BAM|EUR|USD)\b)"
)
"""A trunk code of three digits and a number of six or seven, as they are written in the region: 061/123-456,
033 123 456, 064/123-45-67. A document's 033-123/2024 and 012-123-2019 are no phones, so a number that ends like a
year is passed over."""


def is_personal(heading: str) -> bool:
    """Say whether a column holds personal data by its heading, in any language of oca, in a group's path or not.

    >>> is_personal("Vaša e-mail adresa:"), is_personal("contact/phone_number"), is_personal("Naziv organizacije")
    (True, True, False)
    """
    return any(_is_known(_plain(part)) for part in {heading, heading.rpartition("/")[2]})


def contacts(text: str) -> list[str]:
    """Return what a text holds of e-mail addresses and phone numbers, in words; never the address itself."""
    found = []
    if "@" in text and _EMAIL.search(text):
        found.append("an e-mail address")
    if any(sign in text for sign in ("0", "+", "387")):
        plain = _EMAIL.sub(" ", text).replace("\u00a0", " ").replace("\u2013", "-").replace("\u2011", "-")
        if _INTERNATIONAL.search(plain) or _LOCAL.search(plain):
            found.append("a phone number")
    return found


def names_people(text: str) -> bool:
    """Say whether a list of those who took part seems to name people instead of counting roles.

    A part of the list without a number, whose words all begin with a capital, is taken for a name; a single word at the
    beginning is not.

    >>> names_people("Ana Anić, Ivo Ivić"), names_people("Uprava 3, zaposleni 2"), names_people("Odbor i osoblje")
    (True, False, False)
    """
    parts = [part.split() for part in re.split(r"[,;\n/]|\s(?:i|and|и|&)\s", text) if part.strip()]
    return any(
        all(word[0].isupper() for word in words) and not any(map(str.isdigit, "".join(words)))
        for at, words in enumerate(parts)
        if len(words) > 1 or at
    )


def covered(said: Finding) -> Finding:
    """Return a finding in which every e-mail address is covered, such as one that stood where an answer belongs."""
    texts = (said.message, said.hint, said.place.column, said.place.sheet)
    if not any("@" in text for text in texts):
        return said
    message, hint, column, sheet = (_EMAIL.sub("[e-mail address]", text) for text in texts)
    return replace(said, message=message, hint=hint, place=replace(said.place, column=column, sheet=sheet))


def _is_known(plain: str) -> bool:
    for tail in _TAILS:
        plain = plain.removesuffix(tail)
    if plain in _HEADINGS:
        return True
    return any(plain.startswith(word) and plain.removeprefix(word) in _HEADINGS for word in _POLITE)


def _plain(heading: str) -> str:
    """Return a heading without case, accents and punctuation, in Latin letters; đ, also written dj, is d."""
    letters = unicodedata.normalize("NFD", for_matching(heading)).replace("đ", "d").replace("dj", "d")
    words = "".join(" " if not one.isalnum() else one for one in letters if not unicodedata.combining(one))
    return " ".join(words.split())
