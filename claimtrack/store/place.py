"""Where a database lies: one ingest at a time writes into it, and a network share is no safe place for it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from claimtrack.errors import StoreError

# Filesystems whose files several machines share. WAL needs memory that all readers and writers share, so a second
# machine corrupts the database (sqlite.org/wal.html, sqlite.org/useovernet.html). Names as in Linux' /proc/mounts.
_NETWORK = """nfs nfs4 cifs smb smb2 smb3 smbfs ncpfs afs coda 9p virtiofs vboxsf prl_fs vmhgfs ceph lustre gpfs ocfs2
gfs gfs2 glusterfs beegfs orangefs davfs fuse.sshfs fuse.glusterfs fuse.davfs2 fuse.s3fs fuse.rclone fuse.gcsfuse
fuse.blobfuse fuse.vmhgfs-fuse fuse.juicefs fuse.moosefs"""
_MOUNTS = Path("/proc/mounts")


def network_filesystem(path: str | os.PathLike[str], mounts: str | None = None) -> str | None:
    """Type of the network filesystem that ``path`` lies on ("nfs4"); None for a local one, and where none can tell.

    ``mounts``: the list of mounted filesystems as /proc/mounts has it, which is read if it is not given.
    """
    if mounts is None:
        if not _MOUNTS.exists():
            return None
        mounts = _MOUNTS.read_text(errors="surrogateescape")
    place = Path(os.path.realpath(path))
    best, kind = -1, ""
    for line in mounts.splitlines():
        _, point, found = (*line.split(" "), "", "", "")[:3]
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), point)  # "\040" is a space
        if point.startswith("/") and place.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), found  # the last of two on one point lies above the other
    return kind if kind in _NETWORK.split() else None


@contextmanager
def one_ingest(db: str | os.PathLike[str]) -> Iterator[None]:
    """Keep other ingests out of a database, by a lock that ends with the process, however that ends.

    The lock is on a file beside the database, named like it with "-ingest" after it, which holds the number of the
    process. Raises StoreError, which names that process, while another one is at work. Where files cannot be locked
    (Windows, some network shares, a database in memory), nothing is kept out.
    """
    try:
        import fcntl
    except ImportError:
        fcntl = None  # type: ignore[assignment]
    if fcntl is None or str(db) == ":memory:":
        yield
        return
    path = Path(f"{os.fspath(db)}-ingest")
    file = _locked(path, os.fspath(db))
    try:
        yield
    finally:
        if file is not None:
            with suppress(OSError):
                path.unlink()
            os.close(file)


def _locked(path: Path, db: str) -> int | None:
    """The open, locked file; None where locks do not work."""
    import fcntl

    while True:
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError:
            return None  # opening the database says what is wrong with the place
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(file, 20).decode(errors="replace").strip() or "unknown"
            os.close(file)
            raise StoreError(
                f"Another ingest (pid {holder}) writes into {db}.",
                "Wait for it to end, or name another file with --db.",
            ) from None
        except OSError:
            os.close(file)
            return None
        if _is_at(file, path):
            os.truncate(file, 0)
            os.write(file, f"{os.getpid()}\n".encode())
            return file
        os.close(file)  # it was removed by its owner in between


def _is_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False
