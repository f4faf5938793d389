"""Recomputes every vector with Python's standard library only; shares no code with the TypeScript.

Run: python3 libs/resolver/vectors/check.py
"""

import hashlib
import importlib.util
import json
import math
import pathlib
import re
import sys

sys.dont_write_bytecode = True  # leave no __pycache__ in the checkout
HERE = pathlib.Path(__file__).parent
MASK = 0xFFFFFFFF


def rotate(x, r):
    return ((x << r) | (x >> (32 - r))) & MASK


def fmix32(h):
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & MASK
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & MASK
    return h ^ (h >> 16)


def murmur3(data, seed):
    h = seed
    whole = len(data) // 4 * 4
    for i in range(0, whole, 4):
        k = rotate(int.from_bytes(data[i : i + 4], "little") * 0xCC9E2D51 & MASK, 15) * 0x1B873593 & MASK
        h = (rotate(h ^ k, 13) * 5 + 0xE6546B64) & MASK
    if whole < len(data):
        h ^= rotate(int.from_bytes(data[whole:], "little") * 0xCC9E2D51 & MASK, 15) * 0x1B873593 & MASK
    return fmix32(h ^ len(data))


def variant_of(position, shares, traffic_share, start_share, end_share):
    total, start = 0.0, math.floor(start_share * 2**32)
    for i, share in enumerate(shares):
        total += share
        last = math.floor(end_share * 2**32)
        end = last if i == len(shares) - 1 else min(last, math.floor((start_share + total * (end_share - start_share)) * 2**32))
        if start <= position < start + math.floor((end - start) * traffic_share):
            return i
        start = end
    return -1


def number(value):
    """ECMAScript Number::toString, from Python's shortest digits."""
    if value == 0:
        return "0"
    sign, digits, exponent = re.fullmatch(r"(-?)([\d.]+)e([+-]\d+)", format(value, ".17e")).groups()
    for precision in range(17):
        candidate = format(value, f".{precision}e")
        if float(candidate) == value:
            sign, digits, exponent = re.fullmatch(r"(-?)([\d.]+)e([+-]\d+)", candidate).groups()
            break
    digits, point = digits.replace(".", ""), int(exponent) + 1
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    mantissa = digits if len(digits) == 1 else digits[0] + "." + digits[1:]
    return f"{sign}{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def canonical(value):
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(json.dumps(key, ensure_ascii=False) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(float(value))
    return json.dumps(value, ensure_ascii=False)


def newlines(content):
    if isinstance(content, str):
        return content.replace("\r\n", "\n").replace("\r", "\n")
    return [{**entry, "content": newlines(entry["content"])} if "content" in entry else entry for entry in content]


def load(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def main():
    wrong = []
    assignment = load("assignment.json")
    for row in assignment["hashes"]:
        if murmur3(row["text"].encode(), row["seed"]) != row["hash"]:
            wrong.append(row)
    for row in assignment["assignments"]:
        h = murmur3(row["conversationId"].encode(), 0)
        x = fmix32(h ^ murmur3(row["salt"].encode(), 0))
        if (h, x, variant_of(x, row["shares"], row["trafficShare"], *row["range"])) != (row["hash"], row["position"], row["variant"]):
            wrong.append(row)
    contents = load("content.json")["rows"]
    for row in contents:
        given = row["input"]
        text = canonical({**{key: given[key] for key in ("type", "templateFormat", "config")}, "content": newlines(given["content"])})
        if text != row["canonical"] or hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            wrong.append({"name": row["name"], "python": text, "file": row["canonical"]})
    spec = importlib.util.spec_from_file_location("generate_format", HERE / "generate-format.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    formats = load("format.json")
    for row in formats["rows"]:
        if generate.judge(row["template"], formats["values"]) != (row["plain"], row["text"]):
            wrong.append(row)
    counts = f"{len(assignment['hashes'])} hashes, {len(assignment['assignments'])} assignments, {len(contents)} contents, {len(formats['rows'])} formats"
    for row in wrong[:10]:
        print("WRONG", json.dumps(row))
    print(f"{counts}: {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
