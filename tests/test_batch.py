"""Many reports at once: what is printed again and what is not, what hangs, dies or is stopped, how files are called."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path

import pytest

from oca import content
from oca.assessment import Assessment, assess
from oca.errors import UsageError
from oca.reporting.printing import batch, digest, workers
from oca.reporting.printing.batch import file_name, write_report, write_reports
from oca.reporting.printing.jobs import Job
from oca.reporting.printing.manifest import FILE, remember
from oca.reporting.printing.request import Request, inputs_of
from oca.reporting.printing.workers import (
    DIED,
    FailedTask,
    TimeOver,
    _interrupts_later,
    in_workers,
    time_limit,
    too_long,
)
from tests.pieces import make
from tests.small import ITEMS, PROJECT, SCHEME, put, small_project
from tests.test_cli import run

TEMPLATE = (
    "<!DOCTYPE html><html lang={{ report.language }}><title>{{ report.title }}</title><h1>{{ report.title }}</h1>"
)

HANGS = "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}" + "{% endfor %}" * 3
"""Longer than anybody waits; the sandbox lets no range be longer than 100,000."""

ANSWERS = "organization,item,answer\n" + "".join(f"{who},{item},3\n" for who in ("zora", "lasta") for item in ITEMS)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the small project with two organizations assessed, and a template of its own that is quickly filled."""
    folder = small_project(tmp_path / "project")
    put(folder, "responses/y2/answers.csv", ANSWERS)
    put(folder, "report_templates/organization/report.html.j2", TEMPLATE)
    return folder


@pytest.fixture
def finished(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect for which organizations a file is made."""
    made: list[str] = []
    real: Callable[[Assessment, Job, str], bytes] = batch._finished

    def finish(assessment: Assessment, job: Job, page: str) -> bytes:
        made.append(job.organization)
        return real(assessment, job, page)

    monkeypatch.setattr(batch, "_finished", finish)
    return iter((made,))


def report(monkeypatch: pytest.MonkeyPatch, project: Path, *more: object) -> int:
    return run(monkeypatch, "report", "-p", project, "--format", "html", "--workers", 1, *more)


# --- what did not change


def test_an_unchanged_second_run_reads_and_prints_nothing_and_says_the_same(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(project, "project.yaml", PROJECT.replace("duplicates", "# duplicates"))
    assert report(monkeypatch, project) == 0
    first = capsys.readouterr().err
    monkeypatch.setattr("oca.assess", None)  # would fail if it were called
    assert report(monkeypatch, project) == 0
    assert capsys.readouterr().err == first.rstrip("\n") + ", all as they were\n"
    assert "Not assessed then, so without a report: most" in first


def test_an_unchanged_run_imports_neither_pandas_nor_weasyprint(project: Path) -> None:
    code = (
        "import sys; from oca.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'pandas', 'numpy', 'weasyprint', 'jinja2'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", code, "report", "-p", project, "--format", "html", "--workers", "1"]
    once, again = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2))
    assert "pandas" in once.stdout
    assert again.stdout.strip() == "[]"
    assert "2 reports" in again.stderr


CHANGES: dict[str, tuple[str, str]] = {
    "settings": ("project.yaml", PROJECT + "# a remark\n"),
    "the register": ("organizations.csv", ""),
    "answers": ("responses/y2/answers.csv", ""),
    "another file of answers": ("responses/y1/more.csv", "organization,item,answer\nzora,gov-board,2\n"),
    "trainings": ("trainings.csv", "id,title\n"),
    "sessions": ("sessions.csv", "id,training\n"),
    "a plan that came back": ("plans/y2/zora.xlsx", "x"),
    "what was given out": ("published/log.csv", "x"),
    "the key of respondents": ("respondents.key", "x"),
    "a questionnaire": ("questionnaires/small/1.en.yaml", ""),
    "a scheme": ("scoring/small-mean.yaml", SCHEME + "# a remark\n"),
    "a template": ("report_templates/organization/report.html.j2", TEMPLATE + "<p>more"),
    "a style sheet": ("report_templates/organization/variables.css", ":root { --font: serif; }"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_kind_of_input_counts(project: Path, what: str) -> None:
    folder = project / "out" / "reports"
    before = inputs_of(project, folder)
    assert inputs_of(project, folder) == before
    name, text = CHANGES[what]
    old = (project / name).read_text(encoding="utf-8") if (project / name).exists() else ""
    put(project, name, text or old + "\n")
    assert inputs_of(project, folder) != before


@pytest.mark.parametrize("name", ["reporting/organization/pages/cover.py", "locale/bs.po"])
def test_the_program_and_its_catalogues_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    put(tmp_path, f"oca/{name}", "as it was")
    monkeypatch.setattr(digest, "__file__", str(tmp_path / "oca" / "reporting" / "fingerprint.py"))
    before = digest.of_program()
    put(tmp_path, f"oca/{name}", "changed")
    assert digest.of_program() != before


@pytest.mark.parametrize("kind", ["questionnaires", "scoring", "report_templates"])
def test_shipped_content_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(content, "shipped", lambda asked: tmp_path / asked)
    before = digest.of_program()
    put(tmp_path, f"{kind}/deep/in/it.yaml", "x")
    assert digest.of_program() != before


def test_another_version_of_a_package_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "weasyprint-70.0.dist-info").mkdir()
    before = digest.of_program()
    (tmp_path / "weasyprint-70.0.dist-info").rename(tmp_path / "weasyprint-70.1.dist-info")
    assert digest.of_program() != before


def test_another_name_for_the_same_bytes_counts(tmp_path: Path) -> None:
    path = put(tmp_path, "responses/y1/a.csv", "x")
    before = digest.of_project(tmp_path)
    path.rename(path.with_name("b.csv"))
    assert digest.of_project(tmp_path) != before


def test_results_and_a_link_to_its_own_folder_do_not_count(tmp_path: Path) -> None:
    put(tmp_path, "project.yaml", "x")
    before = digest.of_project(tmp_path)
    put(tmp_path, "out/tables/scores.csv", "x")
    put(tmp_path, "here/zora.pdf", "x")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert digest.of_project(tmp_path, [tmp_path / "here" / "zora.pdf"]) == before


def test_every_part_of_a_request_counts() -> None:
    other = Request(("zora",), "y1", "bs", "brief", "public", "html", with_annex=True, archive=True)
    changed = {Request(**{one.name: getattr(other, one.name)}).mark for one in fields(Request)}
    assert len(changed | {Request().mark}) == len(fields(Request)) + 1


def test_a_changed_name_is_printed_and_the_other_report_is_left(
    project: Path, finished: Iterator[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = next(finished)
    report(monkeypatch, project)
    register = (project / "organizations.csv").read_text(encoding="utf-8")
    put(project, "organizations.csv", register.replace("Zora", "Nova zora"))
    made.clear()
    assert report(monkeypatch, project) == 0
    assert made == ["zora"]
    assert "Nova zora" in (project / "out" / "reports" / "zora-y2-bs.html").read_text(encoding="utf-8")
    assert "2 reports" in (said := capsys.readouterr().err)
    assert "1 of them as before" in said


def test_a_report_that_was_altered_or_deleted_is_printed_again(
    project: Path, finished: Iterator[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, folder = next(finished), project / "out" / "reports"
    report(monkeypatch, project)
    before = (folder / "zora-y2-bs.html").read_bytes()
    (folder / "zora-y2-bs.html").write_bytes(before + b" ")
    (folder / "lasta-y2-en.html").unlink()
    made.clear()
    report(monkeypatch, project)
    assert made == ["zora", "lasta"]
    assert (folder / "zora-y2-bs.html").read_bytes() == before


def test_force_prints_all(project: Path, finished: Iterator[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    made = next(finished)
    report(monkeypatch, project)
    report(monkeypatch, project, "--force")
    assert made == ["zora", "lasta"] * 2


def test_a_run_with_a_failure_is_not_remembered_as_done(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report(monkeypatch, project)
    put(project, "report_templates/organization/report.html.j2", TEMPLATE + "{{ report.nothing }}")
    for _ in range(2):
        capsys.readouterr()
        assert report(monkeypatch, project) == 1
        said = capsys.readouterr().err
        assert "lasta: the report could not be made: " in said
        assert "The file of an earlier run is still there." in said
        assert "0 reports in" in said


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 1, "printed": {"a": 3}, "runs": {}}'])
def test_a_memory_that_cannot_be_understood_is_forgotten(tmp_path: Path, text: str) -> None:
    put(tmp_path, FILE, text)
    assert remember(tmp_path).printed == {}


# --- what hangs or dies


def test_what_hangs_or_dies_is_said_and_the_rest_is_made() -> None:
    tasks = ["a", "hang", "die", "b", "c"]
    made = dict(in_workers(make, 7, tasks, workers=2, limit=3))
    assert made == {"a": "a 7", "hang": too_long(3), "die": DIED, "b": "b 7", "c": "c 7"}


def test_a_worker_is_replaced_after_some_pieces_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "TASKS_PER_WORKER", 2)
    began: list[int] = []
    real = workers._start
    monkeypatch.setattr(workers, "_start", lambda crew: began.append(1) or real(crew))  # type: ignore[func-returns-value]
    made = list(in_workers(make, 0, list("abcde"), workers=1, limit=60))
    assert made == [(letter, f"{letter} 0") for letter in "abcde"]
    assert len(began) == 3


def test_no_worker_is_left_when_the_results_are_no_longer_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    crew: list[workers._Worker[str]] = []
    real = workers._start
    monkeypatch.setattr(workers, "_start", lambda own: crew.append(one := real(own)) or one)  # type: ignore[func-returns-value]
    results = in_workers(make, 0, ["a", "hang", "hang"], workers=2, limit=60)
    next(results)
    results.close()
    assert [one.process.is_alive() for one in crew] == [False] * 2


def test_in_one_process_the_limit_stops_a_loop_and_is_then_lifted() -> None:
    before = signal.getsignal(signal.SIGALRM)

    def swallows() -> None:
        while True:
            with suppress(Exception):  # as a library on the way may do
                time.sleep(60)

    with pytest.raises(TimeOver), time_limit(0.05):
        swallows()
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_one_report_that_hangs_in_this_process_is_given_up_and_the_other_is_written(project: Path) -> None:
    hangs = TEMPLATE + "{% if 'Lasta' in report.title %}" + HANGS + "{% endif %}"
    put(project, "report_templates/organization/report.html.j2", hangs)
    done = write_reports(assess(project), project / "out", format="html", workers=1, limit=3)
    assert [path.name for path in done.written] == ["zora-y2-bs.html"]
    assert [(one.job.organization, one.message) for one in done.failed] == [("lasta", too_long(3).message)]
    assert {path.name for path in (project / "out").iterdir()} == {"zora-y2-bs.html", FILE}


@pytest.mark.parametrize("processes", [1, 2])
def test_ctrl_c_ends_everything_in_one_line_and_leaves_no_half_file(project: Path, processes: int) -> None:
    put(project, "report_templates/organization/report.html.j2", TEMPLATE + HANGS)
    command = [sys.executable, "-m", "oca", "report", "-p", project, "--format", "html", "--workers", str(processes)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    folder = project / "out" / "reports"
    _until(lambda: (folder / FILE).exists())
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: every process of the group hears it
    _, said = running.communicate()
    assert running.returncode == 130
    assert said.splitlines()[-1] == f"Stopped. What was ready is in {folder}; the same command prints the rest."
    assert "Traceback" not in said
    assert [path.name for path in folder.iterdir()] == [FILE]
    _until(lambda: not _lives(running.pid))


def test_an_interrupt_that_another_thread_hears_waits_until_a_process_has_started() -> None:
    inside, done = threading.Event(), []

    def interrupt() -> None:
        inside.wait()
        signal.raise_signal(signal.SIGINT)

    other = threading.Thread(target=interrupt)
    other.start()

    def starts() -> None:
        with _interrupts_later():
            inside.set()
            other.join()
            done.append("started")

    with pytest.raises(KeyboardInterrupt):
        starts()
    assert done == ["started"]


def _until(condition: Callable[[], bool]) -> None:
    """Wait for something that comes; only a fault of the program makes it wait in vain."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come")


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


# --- files


@pytest.mark.parametrize(
    "typed", ["../../etc/passwd", "C:\\x", "con", "nul.txt", "a/b", "\x00", "Зора", "-rf", "a" * 500]
)
def test_the_name_of_a_file_is_safe_whatever_the_organization_is_called(typed: str) -> None:
    name = file_name(Request(), typed, "y1", "bs")
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert name.endswith("-y1-bs.pdf")
    assert name.count(".") == 1
    assert not name.startswith("-")
    assert len(name) < 100


def test_versions_for_different_readers_have_different_names() -> None:
    kinds = [replace(Request(), kind=kind) for kind in ("full", "brief")]  # type: ignore[arg-type]
    names = {
        file_name(replace(one, audience=audience), "zora", "y1", "bs")  # type: ignore[arg-type]
        for one in kinds
        for audience in ("internal", "organization", "public")
    }
    assert names == {
        "zora-y1-bs.pdf",
        "zora-y1-bs-internal.pdf",
        "zora-y1-bs-public.pdf",
        "zora-y1-bs-brief.pdf",
        "zora-y1-bs-brief-internal.pdf",
        "zora-y1-bs-brief-public.pdf",
    }


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_printed(
    project: Path, finished: Iterator[list[str]]
) -> None:
    made = next(finished)
    with pytest.raises(UsageError, match=r"is a file, not a folder"):
        write_reports(assess(project), project / "project.yaml" / "x", format="html", workers=1)
    assert made == []


def test_a_file_that_cannot_be_replaced_fails_alone(project: Path) -> None:
    (project / "out" / "lasta-y2-en.html").mkdir(parents=True)
    done = write_reports(assess(project), project / "out", format="html", workers=1)
    assert [path.name for path in done.written] == ["zora-y2-bs.html"]
    assert "lasta-y2-en.html cannot be written" in done.failed[0].message


def test_the_brief_kind_has_a_template_of_its_own(project: Path) -> None:
    put(project, "report_templates/organization/brief.html.j2", "{{ report.kind }}: {{ report.title }}")
    path = write_report(assess(project), project / "zora.html", organization="zora", kind="brief")
    assert path.read_text(encoding="utf-8").startswith("brief: ")


def test_only_a_pdf_is_for_an_archive(project: Path) -> None:
    with pytest.raises(UsageError, match="--format pdf"):
        write_reports(assess(project), project / "out", format="html", archive=True)


def test_what_is_lost_says_how_to_get_it() -> None:
    assert too_long(60) == FailedTask("It was not ready after 60 s, and was given up. --time-limit gives it longer.")
