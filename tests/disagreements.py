"""Break documents as people do, and see where the official parser judges otherwise.

    python -m tests.disagreements FOLDER... [--count 1000] [--seed 0]

Prints for each version of AsyncAPI how many mutants were judged alike, and what
both said of those that were not, the most frequent first. `--keep DIR` keeps
these. It needs Node, and `npm install --prefix tests/node`.
"""

import argparse
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from tests.mutants import VERSIONS, Mutator
from tests.node_programs import Program

from sockgen.diagnostics import Severity
from sockgen.document import load_document
from sockgen.source import load

SUFFIXES = {".yaml", ".yml", ".json"}
LARGEST = 60_000
_NETWORK = re.compile(r"\$ref['\"]?: *['\"]?https?:")


class Official:
    """The official parser, in a process of its own; a file remembers its answers."""

    def __init__(self, memory: Path | None) -> None:
        self._memory = memory.open("a+", encoding="utf-8") if memory else None
        self._known: dict[str, list[dict[str, Any]]] = {}
        if self._memory:
            self._memory.seek(0)
            self._known.update(json.loads(line) for line in self._memory)
        self._program = Program("judge.js")

    def errors(self, text: str, path: Path) -> list[dict[str, Any]]:
        """What is wrong with a document that stands at a path."""
        key = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]
        if key in self._known:
            return self._known[key]
        found: list[dict[str, Any]] = self._program.ask(text=text, path=str(path))
        if self._memory:
            self._memory.write(json.dumps([key, found]) + "\n")
            self._memory.flush()
        return found

    def close(self) -> None:
        self._program.close()
        if self._memory:
            self._memory.close()


def documents(folders: list[str]) -> Iterator[tuple[Path, Any]]:
    """The documents below some folders that can be read at all."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix in SUFFIXES and path.stat().st_size < LARGEST:
                source = load(path).value
                data = source.data if source else None
                far = _NETWORK.search(source.text) if source else None
                if isinstance(data, dict) and "asyncapi" in data and not far:
                    yield path, _plain(data)


def _plain(value: Any) -> Any:
    """A document without sockgen's own options, of which only sockgen knows."""
    if isinstance(value, dict):
        pairs = value.items()
        return {key: _plain(one) for key, one in pairs if key != "x-socketio"}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def written(chance: random.Random, data: Any) -> tuple[str, str]:
    """A document as text, and the suffix of its file."""
    if chance.random() < 0.7:
        return json.dumps(data, indent=1, ensure_ascii=False), ".json"
    plain = json.loads(json.dumps(data))
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True), ".yaml"


def said(path: Path) -> list[str]:
    """What sockgen has against a document."""
    found = load_document(path).diagnostics
    return [
        f"{one.code} {one.message}" for one in found if one.severity is Severity.ERROR
    ]


def _kind(texts: list[str]) -> str:
    return re.sub(r"[`\"'].*?[`\"']", "…", texts[0])[:110] if texts else "valid"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="a folder for what differs")
    parser.add_argument("--memory", type=Path, help="a file of official answers")
    options = parser.parse_args()
    chance, official = random.Random(options.seed), Official(options.memory)
    found = list(documents(options.folders))
    mutator = Mutator(chance, [data for _, data in found])
    clusters: dict[tuple[str, str], list[str]] = defaultdict(list)
    total, alike, invalid = Counter[str](), Counter[str](), 0
    for number in range(options.count):
        path, data = chance.choice(found)
        mutant, slips = mutator.mutant(data)
        text, suffix = written(chance, mutant)
        place = path.with_name(f"sockgen-mutant{suffix}")
        place.write_text(text, encoding="utf-8", errors="surrogatepass")
        theirs = [
            f"{one['code']} {one['path']}: {one['message']}"
            for one in official.errors(text, place)
        ]
        ours = said(place)
        place.unlink()
        version = str(mutant.get("asyncapi"))
        version = version if version in VERSIONS else "others"
        total[version] += 1
        invalid += bool(theirs)
        if bool(theirs) == bool(ours):
            alike[version] += 1
            continue
        named = re.sub(r"(^\S+) .*?: ", r"\1 ", theirs[0]) if theirs else ""
        name = f"{options.seed}-{number}{suffix}"
        clusters[_kind([named] if named else []), _kind(ours)].append(name)
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / name).write_text(text, encoding="utf-8")
            notes = {"from": path.name, "slips": slips, "theirs": theirs, "ours": ours}
            (options.keep / f"{name}.txt").write_text(
                json.dumps(notes, indent=1, ensure_ascii=False)
            )
    official.close()
    for version, count in sorted(total.items()):
        share = alike[version] / count
        print(f"{version}: {alike[version]} of {count} judged alike ({share:.1%})")
    print(
        f"all: {alike.total()} of {total.total()} judged alike "
        f"({alike.total() / total.total():.2%}); {invalid} are invalid"
    )
    for (theirs_kind, ours_kind), names in sorted(
        clusters.items(), key=lambda one: -len(one[1])
    ):
        print(f"{len(names):5} {names[0]}")
        print(f"      they: {theirs_kind}")
        print(f"      we:   {ours_kind}")


if __name__ == "__main__":
    main()
