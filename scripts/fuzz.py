#!/usr/bin/env python3
"""Holds the description of the API against the running server: starts the demo house on a free port, makes tokens as a visitor would,
and lets schemathesis ask everything that the description allows and forbids, without a token and with a manager's.

    fuzz.py BINARY          what `scripts/test.sh fuzz` runs

The same seed in every run; GROBUNN_FUZZ_SEED and GROBUNN_FUZZ_SECONDS choose others and more. The server is stopped whatever
happens.
"""

import os
import re
import subprocess
import sys
import tempfile
import time

import requests

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = os.environ.get("GROBUNN_FUZZ_SEED", "20240630")
# For each of the two runs.
SECONDS = int(os.environ.get("GROBUNN_FUZZ_SECONDS", "25"))
# A token asks so often and no oftener, so several take turns.
TOKENS = 20


def start(binary, folder):
    """The server on a port of its own, and where it is."""
    log = open(os.path.join(folder, "log"), "w+", encoding="utf-8")
    environment = {**os.environ, "GROBUNN_DATABASE_URL": f"sqlite://{folder}/fuzz.db", "GROBUNN_LOG": "warn"}
    server = subprocess.Popen(
        [binary, "serve", "--demo", "--listen", "127.0.0.1:0"], cwd=folder, env=environment, stdout=log, stderr=log
    )
    for _ in range(600):
        with open(log.name, encoding="utf-8") as said:
            found = re.search(r"Grobunn is at (http://\S+)", said.read())
        if found:
            return server, found.group(1), log.name
        if server.poll() is not None:
            break
        time.sleep(0.1)
    server.kill()
    sys.exit(f"fuzz: the server did not come up: {open(log.name, encoding='utf-8').read()}")


def tokens(house):
    """Tokens of the demo's manager, made on the page as anybody would."""
    person = requests.Session()
    # A form comes from a page of the house.
    person.headers["Origin"] = house
    person.post(f"{house}/act/look-as", data={"role": "manager"}, allow_redirects=False)
    page = person.get(f"{house}/me/tokens").text
    hat = re.search(r'<select[^>]*name="hat"[^>]*>.*?<option value="([^"]+)"', page, re.S)
    made = []
    for number in range(TOKENS):
        form = {"name": f"fuzz {number}", "hat": hat.group(1), "days": "7"}
        person.post(f"{house}/act/make-token", data=form, allow_redirects=False)
        made.append(person.cookies["grobunn-token"])
    return made


def run(house, secrets):
    """One run; whether it found nothing."""
    command = [
        os.path.join(os.path.dirname(sys.executable), "schemathesis"),
        "--config-file", os.path.join(HERE, "fuzz.toml"), "--no-color",
        "run", f"{house}/api/v1/openapi.json", "--url", house,
        "--checks", "all", "--seed", SEED, "--max-time", str(SECONDS), "--workers", "4", "--warnings", "off",
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": HERE,
        "PYTHONDONTWRITEBYTECODE": "1",
        "SCHEMATHESIS_HOOKS": "fuzz_hooks",
        "GROBUNN_FUZZ_TOKENS": ",".join(secrets),
    }
    with tempfile.TemporaryDirectory() as folder:
        # Whatever it keeps between runs would make the next one another.
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode == 0


def main():
    binary = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        server, house, log = start(binary, folder)
        try:
            secrets = tokens(house)
            good = all([run(house, []), run(house, secrets)])
            alive = server.poll() is None
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        with open(log, encoding="utf-8") as said:
            loud = [line for line in said if "ERROR" in line or "panicked" in line]
        if not alive:
            print("fuzz: the server went away")
        if loud:
            print("fuzz: the server's log says:", *loud[:20], sep="\n  ")
        sys.exit(0 if good and alive and not loud else 1)


if __name__ == "__main__":
    main()
