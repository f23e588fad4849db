"""Where a database lies: network shares are told from disks, and one ingest at a time writes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimtrack.errors import StoreError
from claimtrack.store.place import network_filesystem, one_ingest

MOUNTS = r"""/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
tmpfs /tmp tmpfs rw 0 0
server:/export /mnt/news nfs4 rw,vers=4.2 0 0
//nas/share /mnt/my\040share cifs rw 0 0
/dev/sdb1 /mnt/news/local xfs rw 0 0
editor@host: /home/me/far fuse.sshfs rw 0 0
/dev/sdc1 /mnt/twice ext4 rw 0 0
server:/twice /mnt/twice nfs rw 0 0
drive /mnt/c 9p rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/claims.db", None),
        ("/tmp/claims.db", None),
        ("/mnt/news/claims.db", "nfs4"),
        ("/mnt/newspaper/claims.db", None),  # begins alike, lies elsewhere
        ("/mnt/my share/a/claims.db", "cifs"),
        ("/mnt/news/local/claims.db", None),  # a disk below a share
        ("/home/me/far/claims.db", "fuse.sshfs"),
        ("/mnt/twice/claims.db", "nfs"),  # the last one mounted lies above
        ("/mnt/c/claims.db", "9p"),
    ],
)
def test_a_network_share_is_told_from_a_disk(path: str, kind: str | None) -> None:
    assert network_filesystem(path, MOUNTS) == kind


def test_what_lists_of_mounts_can_hold() -> None:
    assert network_filesystem("/claims.db", "") is None
    assert network_filesystem("/claims.db", "nonsense\n\n") is None
    assert network_filesystem(Path("claims.db")) in (None, "9p", "virtiofs", "nfs4", "nfs")  # where the tests run


@pytest.mark.skipif(os.name == "nt", reason="no locks there")
def test_a_second_ingest_is_kept_out_and_told_whose_the_first_is(tmp_path: Path) -> None:
    db = tmp_path / "claims.db"
    with one_ingest(db), pytest.raises(StoreError, match=rf"pid {os.getpid()}\b.*Wait for it to end"), one_ingest(db):
        pass
    with one_ingest(db):
        pass
    assert not list(tmp_path.iterdir()), "the lock leaves nothing behind"


@pytest.mark.skipif(os.name == "nt", reason="no locks there")
def test_the_lock_ends_with_a_process_that_is_killed(tmp_path: Path) -> None:
    db = tmp_path / "claims.db"
    code = (
        "import sys, time; from claimtrack.store.place import one_ingest\n"
        "with one_ingest(sys.argv[1]): print('in', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(db)], stdout=subprocess.PIPE, text=True) as job:
        assert job.stdout is not None
        assert job.stdout.readline() == "in\n"
        with pytest.raises(StoreError, match=rf"pid {job.pid}\b"), one_ingest(db):
            pass
        job.kill()
    with one_ingest(db):
        pass


def test_a_place_that_cannot_be_locked_keeps_nobody_out(tmp_path: Path) -> None:
    with one_ingest(":memory:"), one_ingest(":memory:"), one_ingest(tmp_path / "missing" / "claims.db"):
        pass
