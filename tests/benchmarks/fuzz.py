"""Break the documents of a folder in many ways, and see that each gets an answer.

    python tests/benchmarks/fuzz.py CORPUS [--count 20000] [--seed 0] [--seconds 10]

Prints how many of the broken documents were valid, invalid, slow or a crash, and
keeps those that were slow or a crash in a folder. The same seed breaks the same.
"""

import argparse
import faulthandler
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sockgen.diagnostics import has_errors
from sockgen.document import load_document
from sockgen.reading import read

SUFFIXES = {".yaml", ".yml", ".json"}
LARGEST = 200_000
MEMORY = 4 * 1024**3
PIECES = [
    *(b"$ref: '#/components/schemas/A'", b"$ref: '#'", b"$ref: '#/channels'"),
    *(b"&a ", b"*a", b"null", b"1e400", b"-0", b"9" * 400, b"true", b"''", b"!!x "),
    *(b"[", b"]", b"{", b"}", b": ", b"- ", b"? ", b",", b"\n", b"\n  ", b"\t", b"#"),
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xc2\x85", b'"\\ud800"', b"|\n", b">-\n"),
    *(b"asyncapi: 2.6.0\n", b"asyncapi: 3.0.0\n", b"x-socketio: {}", b"oneOf: ["),
    *(b"(", b"(a+)+$", b"[a-", b"~1", b"%00", b"..", b"/dev/zero", b"http://[::1"),
]
Mutation = Callable[[random.Random, bytes, list[bytes]], bytes]


def _place(chance: random.Random, text: bytes) -> int:
    return chance.randrange(len(text) + 1)


def insert(chance: random.Random, text: bytes, _: list[bytes]) -> bytes:
    at = _place(chance, text)
    return text[:at] + chance.choice(PIECES) + text[at:]


def remove(chance: random.Random, text: bytes, _: list[bytes]) -> bytes:
    at = _place(chance, text)
    return text[:at] + text[at + chance.randrange(1, 60) :]


def repeat(chance: random.Random, text: bytes, _: list[bytes]) -> bytes:
    at = _place(chance, text)
    piece = text[at : at + chance.randrange(1, 200)]
    return text[:at] + piece * chance.randrange(2, 30) + text[at:]


def move(chance: random.Random, text: bytes, _: list[bytes]) -> bytes:
    at, to = _place(chance, text), _place(chance, text)
    return text[:to] + text[at : at + chance.randrange(1, 400)] + text[to:]


def splice(chance: random.Random, text: bytes, others: list[bytes]) -> bytes:
    other = chance.choice(others)
    return text[: _place(chance, text)] + other[_place(chance, other) :]


def lines(chance: random.Random, text: bytes, _: list[bytes]) -> bytes:
    """Drop, double, indent or swap lines: most such documents are well-formed."""
    rows = text.split(b"\n")
    at, to = chance.randrange(len(rows)), chance.randrange(len(rows))
    match chance.randrange(4):
        case 0:
            del rows[at]
        case 1:
            rows.insert(to, rows[at])
        case 2:
            rows[at] = b"  " + rows[at]
        case _:
            rows[at], rows[to] = rows[to], rows[at]
    return b"\n".join(rows)


def words(chance: random.Random, text: bytes, _: list[bytes]) -> bytes:
    """Put one word of the document in place of another, everywhere or once."""
    found = text.split()
    if len(found) < 2:
        return text
    old, new = chance.choice(found), chance.choice(found)
    return text.replace(old, new, chance.choice((1, -1)))


MUTATIONS: tuple[Mutation, ...] = (
    *(insert, remove, repeat, move, splice, lines, lines, words, words),
)


def broken(seed: int, number: int, documents: list[bytes]) -> bytes:
    """The broken document of a number."""
    chance = random.Random(f"{seed}/{number}")
    text = chance.choice(documents)
    for _ in range(chance.choice((1, 1, 2, 4))):
        text = chance.choice(MUTATIONS)(chance, text, documents)[:LARGEST]
    return text


def originals(corpus: Path) -> list[bytes]:
    """The documents of the folder that are not too large."""
    paths = sorted(one for one in corpus.rglob("*") if one.suffix in SUFFIXES)
    found = [path.read_bytes() for path in paths if path.is_file()]
    return [one for one in found if 0 < len(one) <= LARGEST]


def judge(path: Path) -> str:
    """What all that reads documents says of one."""
    try:
        loaded = load_document(path)
        said = loaded.diagnostics
        if loaded.value is not None:
            said = (*said, *read(loaded.value).diagnostics)
    except Exception:
        traceback.print_exc()
        return "crash"
    return "invalid" if has_errors(said) else "valid"


def work(options: argparse.Namespace, first: int) -> None:
    """Judge documents and print a line for each; a slow one ends the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    documents = originals(options.corpus)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spec.yaml"
        for number in range(first, options.count):
            path.write_bytes(broken(options.seed, number, documents))
            faulthandler.dump_traceback_later(options.seconds, exit=True)
            begun = time.perf_counter()
            result = judge(path)
            faulthandler.cancel_dump_traceback_later()
            print(json.dumps([number, result, time.perf_counter() - begun]), flush=True)


def main() -> None:
    """Break documents in a process that may die, and count how it goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--work", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work is not None:
        work(options, options.work)
        return
    counts: Counter[str] = Counter()
    slowest, documents, number = (0.0, -1), originals(options.corpus), 0
    while number < options.count:
        command = [sys.executable, *sys.argv, "--work", str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as one:
            for line in one.stdout or ():
                number, result, seconds = json.loads(line)
                slowest = max(slowest, (seconds, number))
                counts[result] += 1
                if result == "crash":
                    keep(options, number, documents)
                number += 1
        if number < options.count:
            counts["slow or killed"] += 1
            keep(options, number, documents)
            number += 1
    print(f"{number} documents: {dict(counts)}")
    print(f"slowest: {slowest[0]:.2f} s, number {slowest[1]}")


def keep(options: argparse.Namespace, number: int, documents: list[bytes]) -> None:
    """Write a document that did not get an answer to a file."""
    options.keep.mkdir(parents=True, exist_ok=True)
    path = options.keep / f"{options.seed}-{number}.yaml"
    path.write_bytes(broken(options.seed, number, documents))


if __name__ == "__main__":
    main()
