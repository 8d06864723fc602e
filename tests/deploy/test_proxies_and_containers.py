"""The shipped proxies and container files are right by their own programs, and agree with the product."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from course import settings
from course.operation import installation
from tests.live.installation import ROOT

DEPLOY = ROOT / "deploy"


def certificate(folder: Path) -> None:
    """One for learn.example.org, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "learn.example.org")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    form = serialization.PrivateFormat.PKCS8
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, form, plain))


def test_nginx_takes_its_configuration(nginx: Path, tmp_path: Path) -> None:
    certificate(tmp_path)
    shipped = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    site = shipped.replace("/etc/letsencrypt/live/learn.example.org", str(tmp_path))
    site = site.replace("/var/log/nginx", str(tmp_path))
    temporary = "".join(
        f"{name}_temp_path {tmp_path / name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; events {{}}\nhttp {{ access_log off; {temporary}\n{site}\n}}\n"
    )
    command: list[str | Path] = [nginx, "-t", "-e", tmp_path / "error.log"]
    command += ["-p", tmp_path, "-c", tmp_path / "nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_caddy_takes_its_configuration(caddy: Path, tmp_path: Path) -> None:
    command: list[str | Path] = [
        caddy,
        "validate",
        "--adapter",
        "caddyfile",
        "--config",
        DEPLOY / "Caddyfile",
    ]
    environment = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_proxies_let_the_largest_form_pass() -> None:
    largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    for file, pattern in (("nginx.conf", r"client_max_body_size (\d+)m"), ("Caddyfile", r"max_size (\d+)MB")):
        (megabytes,) = re.findall(pattern, (DEPLOY / file).read_text(encoding="utf-8"))
        assert int(megabytes) * 1_000_000 > largest


def test_the_image_holds_what_the_product_is_and_is_run_by_nobody_of_note() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (?!--from)(\w[\w.]*) \1$", text, re.MULTILINE))
    assert copied == {
        "requirements",
        "course",
        "lessons",
        "quizzes",
        "templates",
        "static",
        "content",
        "deploy",
    }
    assert [path.parent.name for path in ROOT.glob("*/apps.py") if path.parent.name not in copied] == []
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes" in text
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").split()
    assert {f"!{name}" for name in copied} <= set(ignored)
    assert ignored[0] == "*"
    assert "deploy/*.env" in ignored


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_containers_hold_no_secret_and_listen_on_this_machine_only() -> None:
    services = compose()["services"]
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in services["database"]
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert not re.search(r"^\s*\w*(?:PASSWORD|SECRET_KEY|ENCRYPTION_KEYS)\w*:", text, re.MULTILINE)


def test_containers_are_given_settings_that_exist_and_volumes_for_all_that_is_kept() -> None:
    for name in ("web", "timers"):
        service = compose()["services"][name]
        assert set(service["environment"]) <= set(installation.given.names)
        kept = {volume.split(":")[1] for volume in service["volumes"]}
        assert {service["environment"]["VAR_DIR"], service["environment"]["BACKUP_DIR"]} == kept
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
