"""The script that does everything: what it says before it does anything."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from tests.conftest import ROOT


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "run"), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=20)


@pytest.mark.parametrize("arguments", [(), ("--help",), ("help",)])
def test_it_explains_itself(arguments):
    done = run(*arguments)
    assert done.returncode == 0
    for verb in ("demo", "test", "check", "fmt", "bench", "serve"):
        assert f"./run {verb}" in done.stdout


def test_an_unknown_verb_is_an_error():
    done = run("dmeo")
    assert done.returncode == 2
    assert "./run demo" in done.stdout


def test_a_taken_port_is_told_before_anything_is_done():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("demo", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port}: ")
    assert "Choose another one: ./run demo --port" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("port", ["0", "-1", "65536"])
def test_a_port_that_does_not_exist(port):
    assert "There is no port" in run("demo", f"--port={port}").stderr


def test_an_unknown_benchmark_names_those_there_are():
    assert run("bench", "no-such-benchmark").stderr.startswith("Which benchmark?")
