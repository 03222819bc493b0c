"""Programs under test: for each, how it is asked for files or to send mail, and what of its answer is compared."""

from __future__ import annotations

import dataclasses
import pathlib
import shutil
import typing


@dataclasses.dataclass(frozen=True)
class Task:
    """What a program has to do, and where it may write."""

    folder: pathlib.Path
    port: int
    authority: pathlib.Path
    names: tuple[str, ...]  # of files on the server; of a mail, its one file here
    starttls: bool = False
    scheme: str = "https"

    def url(self, name: str) -> str:
        return f"{self.scheme}://localhost:{self.port}/{name}"

    def write(self, name: str, text: str) -> pathlib.Path:
        out = self.folder / name
        out.write_text(text)
        return out


@dataclasses.dataclass(frozen=True)
class Call:
    arguments: list[str]
    standard_input: pathlib.Path | None = None
    environment: dict[str, str] = dataclasses.field(default_factory=dict)


def wget(task: Task) -> Call:
    options = ["--no-config", "--no-hsts", "--tries=1", "--timeout=20", "--no-verbose", f"--ca-certificate={task.authority}"]
    return Call(["wget", *options, f"--directory-prefix={task.folder}/got", *map(task.url, task.names)])


def lftp(task: Task) -> Call:
    settings = {
        "ssl:ca-file": task.authority,
        "ssl:verify-certificate": "yes",
        "ftp:ssl-force": "yes",
        "ftp:ssl-allow-anonymous": "yes",
        "ftp:ssl-protect-data": "yes",
        "net:max-retries": 1,
        "net:timeout": 20,
        "net:reconnect-interval-base": 1,
        "cmd:fail-exit": "yes",
        "xfer:clobber": "yes",
    }
    commands = [f"set {name} {value}" for name, value in settings.items()]
    commands += [f"get -O {task.folder}/got {task.url(name)}" for name in task.names]
    return Call(["lftp", "-c", "; ".join(commands)])


def lynx(task: Task) -> Call:
    configuration = task.write("lynx.cfg", f"SSL_CERT_FILE:{task.authority}\nFORCE_SSL_PROMPT:no\nCOLOR_STYLE:\n")
    script = " && ".join(f"lynx -cfg={configuration} -noreferer -source {task.url(name)} > {task.folder}/got/{name}" for name in task.names)
    return Call(["sh", "-c", script], environment={"TERM": "dumb", "LYNX_CFG": str(configuration)})


def ffmpeg(task: Task) -> Call:
    inputs = [word for name in task.names for word in ("-ca_file", task.authority, "-tls_verify", "1", "-f", "s16le", "-i", task.url(name))]
    outputs = [word for i, name in enumerate(task.names) for word in ("-map", str(i), "-c", "copy", "-f", "s16le", f"{task.folder}/got/{name}")]
    return Call(["ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", *map(str, inputs), *outputs])


def msmtp(task: Task) -> Call:
    options = [
        "--host=localhost",
        f"--port={task.port}",
        "--tls=on",
        f"--tls-starttls={'on' if task.starttls else 'off'}",
        f"--tls-trust-file={task.authority}",
        "--from=a@localhost",
        "--timeout=20",
    ]
    return Call(["msmtp", "--file=/dev/null", *options, "b@localhost"], task.folder / task.names[0])


def ssmtp(task: Task) -> Call:
    configuration = task.write(
        "ssmtp.conf",
        f"root=a@localhost\nmailhub=localhost:{task.port}\nhostname=localhost\nFromLineOverride=YES\nUseTLS=YES\n"
        f"UseSTARTTLS={'YES' if task.starttls else 'NO'}\nTLS_CA_File={task.authority}\n",
    )
    return Call([find("ssmtp") or "ssmtp", f"-C{configuration}", "b@localhost"], task.folder / task.names[0])


def ftp_wget(task: Task) -> Call:
    return wget(dataclasses.replace(task, scheme="ftps"))


def ftp_lftp(task: Task) -> Call:
    return lftp(dataclasses.replace(task, scheme="ftp"))


@dataclasses.dataclass(frozen=True)
class Client:
    """`verifies`: it refuses a server whose certificate is wrong. Some programs ask nobody and go on."""

    name: str
    call: typing.Callable[[Task], Call]
    protocol: str = "https"  # or "ftp", "smtp"
    verifies: bool = True

    @property
    def title(self) -> str:
        return f"{self.name}, {self.protocol}"


CLIENTS = (
    Client("wget", wget),
    Client("lftp", lftp),
    Client("lynx", lynx),
    Client("ffmpeg", ffmpeg),
    Client("wget", ftp_wget, "ftp"),
    Client("lftp", ftp_lftp, "ftp"),
    Client("msmtp", msmtp, "smtp"),
    Client("ssmtp", ssmtp, "smtp", verifies=False),
)

UNPACKED = pathlib.Path(__file__).resolve().parent.parent.parent / "build/programs/usr/sbin"  # by scripts/setup.sh


def find(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=str(UNPACKED))
