"""What the machine refuses, in words that tell what to do about it."""

import errno

_SPACE = "make room on that disk, and call again"
_ACCESS = "`ls -ld` shows who may: change that, or choose another place"
_ADVICE = {
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.EFBIG: "files may not grow so large here: `ulimit -f` shows the limit",
    errno.EACCES: _ACCESS,
    errno.EPERM: _ACCESS,
    errno.EROFS: "that disk can only be read: choose another place",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ENOENT: "is the path spelt right, and does its folder exist?",
    errno.ENOTDIR: "a part of that path is a file: choose another place",
    errno.EISDIR: "that is a folder, and a file is wanted",
    errno.ELOOP: "links lead in a circle there: choose another place",
    errno.EMFILE: "too many files are open: `ulimit -n` shows the limit",
    errno.ENFILE: "too many files are open on this machine",
    errno.EIO: "the disk has failed: look at the log of the machine",
    errno.ENOMEM: "the machine has no memory left",
}


def reason(error: OSError) -> str:
    """What has happened, without numbers and paths."""
    return error.strerror or str(error)


def advice(error: OSError) -> str | None:
    """What to do about it; None for what is no matter of the machine."""
    return _ADVICE.get(error.errno or 0)
