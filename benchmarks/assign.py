"""Answers each id on standard input with its hash and its variants in two experiments, by the code of a check.py.

Run by hash.mjs: python3 assign.py <path of check.py> <salt of the first experiment> <salt of the second>
"""

import importlib.util
import sys

sys.dont_write_bytecode = True  # leave no __pycache__ in the checkout
path, first_salt, second_salt = sys.argv[1:]
spec = importlib.util.spec_from_file_location("check", path)
check = importlib.util.module_from_spec(spec)
spec.loader.exec_module(check)

first, second = (check.murmur3(salt.encode(), 0) for salt in (first_salt, second_salt))
lines = []
for line in sys.stdin.read().split("\n"):
    h = check.murmur3(line.encode(), 0)
    even = check.variant_of(check.fmix32(h ^ first), [0.5, 0.5], 1, 0, 1)
    three = check.variant_of(check.fmix32(h ^ second), [0.2, 0.3, 0.5], 0.35, 0, 1)
    lines.append(f"{h} {even} {three}")
print("\n".join(lines))
