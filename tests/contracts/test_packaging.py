"""The wheel holds what a city needs, and nothing else, and works where there is no checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.wheel]

SOURCES = {
    "engine/hexvet": "hexvet",
    "tui/hexvet_tui": "hexvet_tui",
    "rules": "hexvet/rules",
    "sample_data/los-angeles": "hexvet/sample_data/los-angeles",
}


def run(*command: str | Path, cwd: Path, **extra: str) -> str:
    """Runs a command without what this checkout puts into the environment; returns its output."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST", "COV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=outside | extra,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution as an index would build it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, root, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """The files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


@pytest.fixture(scope="module")
def installed(wheel: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a fresh environment with the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("installed")
    pins = re.findall(r"^[a-z].*?==[^\s\\]+", (root / "requirements.lock").read_text(), re.M)
    (folder / "pins.txt").write_text("\n".join(pins))
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    python = folder / "venv/bin/python"
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "--disable-pip-version-check",
    ]
    flags = "-DPyEval_CallObject=PyObject_CallObject"
    run(*pip, "install", "-c", folder / "pins.txt", wheel, cwd=folder, CPPFLAGS=flags)
    run(*pip, "check", cwd=folder)
    return python.parent


@pytest.mark.parametrize("pattern", ["*.py", "*.tcss", "py.typed", "*.toml"])
def test_every_file_of_the_product_travels(pattern: str, names: set[str], root: Path) -> None:
    expected = {
        f"{target}/{path.relative_to(root / source).as_posix()}"
        for source, target in SOURCES.items()
        for path in (root / source).rglob(pattern)
    }
    assert expected - names == set()


def test_the_packs_and_the_sample_city_travel(names: set[str]) -> None:
    assert "hexvet/rules/la_model.toml" in names
    assert "hexvet/rules/nirn_hexagon.toml" in names
    assert "hexvet/sample_data/los-angeles/hexvet.toml" in names


def test_nothing_else_travels(names: set[str]) -> None:
    folders = {name.split("/", 1)[0] for name in names}
    assert folders - {"hexvet", "hexvet_tui"} == {
        next(folder for folder in folders if folder.endswith(".dist-info"))
    }
    assert not [name for name in names if "baltimore" in name or "__pycache__" in name]


def test_the_wheel_names_the_version_and_the_licence(wheel: Path, root: Path) -> None:
    declared = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    written = re.search(
        r'^VERSION = "(.+)"$', (root / "engine/hexvet/version.py").read_text(), re.M
    )
    assert written is not None
    with zipfile.ZipFile(wheel) as archive:
        info = f"hexvet-{written[1]}.dist-info"
        metadata = archive.read(f"{info}/METADATA").decode()
        scripts = archive.read(f"{info}/entry_points.txt").decode()
    assert f"\nVersion: {written[1]}\n" in metadata
    assert "\nLicense-Expression: MIT\n" in metadata
    assert f"hexvet = {declared['scripts']['hexvet']}" in scripts


def test_both_packages_are_imported_from_the_installed_wheel(
    installed: Path, tmp_path: Path
) -> None:
    code = "import hexvet, hexvet_tui; print(hexvet.__file__, hexvet_tui.__file__)"
    where = run(installed / "python", "-c", code, cwd=tmp_path)
    assert where.count(str(installed.parent)) == 2


def test_the_installed_command_vets_the_sample_city(installed: Path, tmp_path: Path) -> None:
    assert "check" in run(installed / "hexvet", "--help", cwd=tmp_path)
    code = "import hexvet, os.path; print(os.path.dirname(hexvet.__file__))"
    package = run(installed / "python", "-c", code, cwd=tmp_path).strip()
    sample = f"{package}/sample_data/los-angeles"
    done = subprocess.run(
        [installed / "hexvet", "check", sample], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode in (0, 1), done.stderr
    assert "procurement" in done.stdout
