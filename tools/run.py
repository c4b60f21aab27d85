"""`make run`: prepare a trial site, serve it and send its mail.

The database is the one in DATABASE_URL, or a SQLite file in var/. PORT and HOST say
where to serve. Running it again keeps all data.
"""

import os
import signal
import socket
import sys

import environment
from environment import must_run, must_succeed, say, stop

LINE = "-" * 72


def main():
    host = os.environ.get("HOST", "127.0.0.1")
    port = _free_port(host)
    environment.prepare("requirements.txt")
    os.environ["DJANGO_SETTINGS_MODULE"] = "dmp_site.settings"
    os.environ["COLLECTED_STATIC_FILES"] = "on"
    must_succeed("manage.py", "compile_translations")
    must_succeed("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    must_succeed("manage.py", "migrate")
    must_succeed("manage.py", "check", "--database=default")
    say("")
    must_run("manage.py", "demo")
    _announce(port)
    _serve(host, port)


def _free_port(host):
    """The port asked for; stops if it is invalid or already in use."""
    wanted = os.environ.get("PORT") or "8000"
    if not wanted.isdigit() or not 0 < int(wanted) < 65536:
        stop("PORT must be a number from 1 to 65535, not “{}”.".format(wanted))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(wanted)))
        except OSError:
            stop(
                "Port {} is taken by another program. Choose another: "
                "make run PORT={}".format(wanted, int(wanted) % 65535 + 1)
            )
    return wanted


def _announce(port):
    without_pdf = environment.missing_pdf_libraries()
    say("")
    say(LINE)
    say("  Français : http://localhost:{}/fr/".format(port))
    say("  English:   http://localhost:{}/en/".format(port))
    say("  Comptes d’essai ci-dessus · Trial accounts above")
    say("  Ctrl+C : arrêter · stop")
    if without_pdf:
        say("  " + without_pdf)
    say(LINE)


def _serve(host, port):
    """Run the server and a worker until Ctrl+C or SIGTERM."""
    # Links in e-mail lead to this site.
    os.environ.setdefault("SITE_URL", "http://localhost:{}".format(port))
    server = environment.start(*_server(host, port))
    worker = environment.start("manage.py", "db_worker", "--no-reload", "-v", "0")
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        code = _wait(server)
    finally:
        worker.terminate()
        _wait(worker)
    sys.exit(code)


def _server(host, port):
    if environment.IS_WINDOWS:
        return ["manage.py", "runserver", "--noreload", "{}:{}".format(host, port)]
    return [
        "-m", "gunicorn", "dmp_site.wsgi",
        "--bind", "{}:{}".format(host, port),
        "--workers", "2", "--threads", "4",
        "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip


def _wait(process):
    """Wait until the process has ended, even after Ctrl+C; return its exit code."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # A terminal signals the child process too; other senders do not.
            process.terminate()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
