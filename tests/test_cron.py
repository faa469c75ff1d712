"""docs/how-to/run-it-nightly.md as written: its crontab lines, units and logrotate file, where there is only .venv."""

from __future__ import annotations

import fcntl
import os
import re
import select
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.crawls import PATIENCE, ROOT, SCRIPTS

DOCUMENT = (ROOT / "docs/how-to/run-it-nightly.md").read_text("utf-8")
SITE_LINE, ALL_LINE, LOCKED_LINE, PRUNE_LINE, LOG_LINE, LOGS_LINE = re.findall(
    r"^[\d*]+ [\d*]+ [\d*]+ [\d*]+ [\d*]+ (.+)$", DOCUMENT, re.M
)
# Two sites, and nothing that would ask them for a page.
ASKS_NOBODY = "kompas sindonews -a limit=0"
TOLD = "-a limit=0 is not understood. Use a number from 1 up: 20."


def fences(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.M | re.S)


def installed(folder: Path) -> Path:
    """A folder like /srv/newsclean of the document, where nothing was ever run."""
    (folder / ".venv").mkdir()
    (folder / ".venv/bin").symlink_to(SCRIPTS)
    return folder


def run_line(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """As cron does it: by /bin/sh, with few variables; and one that makes it this checkout that is tested."""
    assert not re.search(r"(?<!\\)%", line), "cron would end the line there"
    command = line.replace("\\%", "%").replace("/srv/newsclean", str(folder))
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "SHELL": "/bin/sh", "PYTHONPATH": str(ROOT)}
    return subprocess.run(["/bin/sh", "-c", command], env=variables, capture_output=True, text=True, timeout=PATIENCE)


def test_the_line_for_one_site_is_silent_on_a_good_night(tmp_path: Path) -> None:
    done = run_line(SITE_LINE.replace("sindonews", "demo -a limit=1"), installed(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
def test_the_line_for_many_sites_speaks_of_what_went_wrong_with_each(tmp_path: Path) -> None:
    done = run_line(ALL_LINE.replace("--all", ASKS_NOBODY), installed(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    *said, heading, row, why, other_row, other_why, sum_ = done.stderr.splitlines()
    assert sorted(said) == [f"{name}: newsclean: {TOLD}" for name in ("kompas", "sindonews")]
    assert heading.split() == ["site", "verdict", "new", "rejected", "failed", "time"]
    assert (row.split()[:2], why) == (["kompas", "wrong-use"], f"  {TOLD}")
    assert (other_row.split()[:2], other_why) == (["sindonews", "wrong-use"], f"  {TOLD}")
    assert sum_ == "0 of 2 sites are good, 0 new records."


@pytest.mark.slow
def test_the_line_with_a_lock_does_nothing_while_a_night_goes_on(tmp_path: Path) -> None:
    folder = installed(tmp_path)
    with (folder / "night.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        held = run_line(LOCKED_LINE.replace("--all", ASKS_NOBODY), folder)
    assert (held.returncode, held.stdout, held.stderr) == (0, "", "")
    assert run_line(LOCKED_LINE.replace("--all", ASKS_NOBODY), folder).returncode == 2


@pytest.mark.slow
def test_the_line_with_a_log_for_each_site_names_it_in_the_table(tmp_path: Path) -> None:
    done = run_line(LOGS_LINE.replace("--all", ASKS_NOBODY), installed(tmp_path))
    assert [line.strip() for line in done.stderr.splitlines() if "Log: " in line] == [
        "Log: log/kompas.log",
        "Log: log/sindonews.log",
    ]
    assert TOLD in (tmp_path / "log/kompas.log").read_text("utf-8")


def test_the_line_with_a_log_sends_its_end_when_a_night_was_not_good(tmp_path: Path) -> None:
    folder = installed(tmp_path)
    line = LOG_LINE.replace(
        "crawl sindonews", "crawl news -a url=http://127.0.0.1:9/ -s RETRY_TIMES=0 -s NEWSCLEAN_ALLOW_HOSTS=127.0.0.1:9"
    )
    done = run_line(line, folder)
    assert "Nothing was discovered" in done.stdout
    assert done.stderr == ""


def test_the_line_that_prunes_works_on_the_corpus(tmp_path: Path) -> None:
    done = run_line(PRUNE_LINE, installed(tmp_path))
    assert done.returncode == 2, "there is no corpus yet"
    assert "there is no site in this corpus" in done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    service, timer, mail = fences("ini")
    home = installed(tmp_path)
    for name, text in (("newsclean@", service), ("newsclean-mail@", mail)):
        (tmp_path / f"{name}.service").write_text(text.replace("/srv/newsclean", str(home)))
    (tmp_path / "newsclean@.timer").write_text(timer)
    units = [str(tmp_path / "newsclean@demo.timer"), str(tmp_path / "newsclean@demo.service")]
    shutil.copy(tmp_path / "newsclean@.timer", units[0])
    shutil.copy(tmp_path / "newsclean@.service", units[1])
    command = ["systemd-analyze", "verify", "--man=no", *units, str(tmp_path / "newsclean-mail@.service")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    about = [line for line in done.stderr.splitlines() if "newsclean" in line]
    assert (done.returncode, about) == (0, []), done.stderr


@pytest.mark.skipif(not shutil.which("logrotate", path=f"{os.environ['PATH']}:/usr/sbin"), reason="no logrotate")
def test_logrotate_keeps_old_logs_and_the_next_run_begins_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir(mode=0o755)
    log = tmp_path / "log" / "sindonews.log"
    log.write_text("a night\n")
    (config,) = fences("logrotate")
    (tmp_path / "config").write_text(config.replace("/srv/newsclean", str(tmp_path)))
    (tmp_path / "config").chmod(0o644)
    program = shutil.which("logrotate", path=f"{os.environ['PATH']}:/usr/sbin")
    command = [str(program), "--force", "--state", str(tmp_path / "state"), str(tmp_path / "config")]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)
    assert not log.exists()
    assert log.with_name("sindonews.log.1").read_text() == "a night\n"


# Replaces sendmail: cron's mails, one after the other, in a file.
SENDMAIL = """#!/bin/sh
exec cat >> {mails}
"""
# In its own mount namespace: this machine's crontabs are not touched, and its sendmail sends nothing.
DAEMON = """
set -e
mount -t tmpfs tmpfs /var/spool/cron
mkdir -p /var/spool/cron/crontabs
mount -t tmpfs tmpfs /etc/cron.d
: > {folder}/crontab
mount --bind {folder}/crontab /etc/crontab
mount --bind {folder}/sendmail "$(readlink -f /usr/sbin/sendmail)"
mount -t tmpfs tmpfs /run
crontab {folder}/lines
exec cron -f
"""


@pytest.mark.slow
@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("cron", path="/usr/sbin") or not shutil.which("unshare"),
    reason="needs Debian's cron, and root for a mount namespace",
)
def test_a_real_cron_daemon_sends_a_mail_for_a_bad_night_and_none_for_a_good_one(tmp_path: Path) -> None:
    folder, mails, nights = installed(tmp_path), tmp_path / "mails", tmp_path / "nights"
    for fifo in (mails, nights):
        os.mkfifo(fifo)
    (tmp_path / "sendmail").write_text(SENDMAIL.format(mails=mails))
    (tmp_path / "sendmail").chmod(0o755)
    good = SITE_LINE.replace("sindonews", "demo -a limit=1 -o good.jsonl") + " && echo good > nights"
    bad = SITE_LINE.replace("sindonews", "news -a url=http://127.0.0.1:9/ -s NEWSCLEAN_ALLOW_HOSTS=127.0.0.1:9")
    lines = f"MAILTO=editor@news.example\nPYTHONPATH={ROOT}\n" + "".join(f"* * * * * {line}\n" for line in (good, bad))
    (tmp_path / "lines").write_text(lines.replace("/srv/newsclean", str(folder)))
    handle, ended = (os.open(fifo, os.O_RDONLY | os.O_NONBLOCK) for fifo in (mails, nights))
    daemon = subprocess.Popen(["unshare", "-m", "sh", "-c", DAEMON.format(folder=folder)])
    try:
        assert select.select([handle], [], [], PATIENCE)[0], "cron starts the lines at the next full minute"
        os.set_blocking(handle, True)
        with open(handle) as stream:
            mail = stream.read()
        assert select.select([ended], [], [], PATIENCE)[0], "the good night ends, too"
    finally:
        daemon.kill()
        daemon.wait()
        os.close(ended)
    assert "To: editor@news.example" in mail
    assert "Nothing was discovered" in mail
    assert "limit=1" not in mail
    assert (folder / "good.jsonl").exists()
