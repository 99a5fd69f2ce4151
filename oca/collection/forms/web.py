"""The web form: one HTML file that asks nothing of a network, for a session with a projector or for one respondent."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from oca import content, files
from oca.collection.form_content import Previous
from oca.collection.forms.web_content import page_content
from oca.errors import UsageError
from oca.instrument.questionnaire import Questionnaire
from oca.language import language_code, words
from oca.project import Organization, Period

TEMPLATE = "webform/form.html.j2"

SCRIPT = "webform/form.js"

STYLES = ("organization/variables.css", "webform/form.css")


def make_web_form(
    questionnaire: Questionnaire,
    path: Path,
    *,
    language: str,
    organization: Organization | None = None,
    period: Period | None = None,
    score_types: Sequence[str] = ("consensus",),
    synthetic: bool = False,
    previous: Previous | None = None,
    project_folder: Path | None = None,
) -> None:
    """Write the web form, in every language of the questionnaire; the same arguments give the same bytes.

    Args:
        questionnaire: the version to ask.
        path: the .html file to write.
        language: the language in which it opens.
        organization: whose form it is; None leaves the field open.
        period: for which period; None leaves the field open.
        score_types: the kinds of assessment it can be filled in as, the one that is chosen at first before the others.
        synthetic: say that the data are invented.
        previous: what was answered last time; hidden until somebody asks for it.
        project_folder: a project whose own `report_templates/` come before the shipped ones.

    Raises:
        UsageError: a style or script of the project's own would end its element in the page.
        PrintingError: a template or style of the project's own fetches something, or reaches for what none may have.
    """
    from markupsafe import Markup

    from oca import templates

    roots = content.roots("report_templates", project_folder)
    css = _without_ends("\n".join(_layers(name, project_folder) for name in STYLES), "</style")
    templates.refuse_fetches_of_styles(css, "webform/form.css")
    script = _without_ends(_text(SCRIPT, project_folder), "</script")
    language = language_code(language)
    facts = page_content(
        questionnaire,
        language,
        organization=organization,
        period=period,
        score_types=score_types,
        synthetic=synthetic,
        previous=previous,
    )
    titles = [organization.name if organization else "", questionnaire.title(language)]
    page = templates.rendered(
        TEMPLATE,
        roots,
        language=language,
        title=" · ".join(filter(None, titles)),
        policy=policy(css, script),
        css=Markup(css),  # noqa: S704 - files of the templates, never a user's text
        script=Markup(script),  # noqa: S704 - as above
        content=packed(facts),
        _=words(language).text,
    )
    files.write(path, page)


def policy(css: str, script: str) -> str:
    """Return the page's Content-Security-Policy: no network at all, and only its own style and script."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_digest(script)}",
            f"style-src {_digest(css)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def packed(facts: Mapping[str, object]) -> str:
    """Return the content as the page carries it: JSON, deflated, in Base64, in which no text can end a script."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _layers(name: str, project_folder: Path | None) -> str:
    """Return a style sheet; of the variables the shipped ones too, under those that a project changes."""
    own = _text(name, project_folder)
    shipped = _text(name, None)
    return f"{shipped}\n{own}" if name == STYLES[0] and own != shipped else own


def _text(name: str, project_folder: Path | None) -> str:
    path = content.find("report_templates", name, project_folder)
    if path is None:
        raise FileNotFoundError(name)
    # line ends as a browser counts them for the digest, whatever a checkout made of them
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


def _without_ends(text: str, end: str) -> str:
    """Return the text of a template; nothing in it may end the element in which it stands.

    Raises:
        UsageError: it would.
    """
    if end in text.casefold():
        raise UsageError(f"A style or script of report_templates/webform holds {end}, which would end it there.")
    return text
