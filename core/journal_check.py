"""Check an exported journal; stands alone: ``python journal_check.py FILE.jsonl``.

Each line of the export is one entry as JSON. An entry's hash covers all its fields
and the hash before it, so changing, removing or reordering an old entry is found.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path


def entry_hash(fields: Mapping[str, object]) -> str:
    """Return the hash of an entry's fields, ``entry_hash`` itself left out."""
    kept = {key: value for key, value in fields.items() if key != "entry_hash"}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def faults(entries: Iterable[Mapping[str, object]]) -> list[str]:
    """Return a sentence for each break; entries come by chain and number."""
    found: list[str] = []
    chain, number, previous = None, 0, ""
    for entry in entries:
        if entry["chain"] != chain:
            chain, number, previous = entry["chain"], 0, ""
        place = f"chuỗi {chain}, mục {entry['number']}"
        if entry["number"] != number + 1:
            found.append(f"{place}: thiếu mục {number + 1}.")
        elif entry["previous_hash"] != previous:
            found.append(f"{place}: không nối với mục trước.")
        if entry_hash(entry) != entry["entry_hash"]:
            found.append(f"{place}: nội dung đã bị sửa.")
        number, previous = int(str(entry["number"])), str(entry["entry_hash"])
    return found


def main(path: str) -> int:
    """Print what is wrong with the export at ``path``; return the exit status."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines if line.strip()]
    found = faults(entries)
    sys.stdout.write("\n".join(found or [f"{len(entries)} mục, nguyên vẹn."]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
