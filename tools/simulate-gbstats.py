"""GrowthBook's own package beside our re-implementation of its sequential test.

Needs the package (`pip install gbstats`), which is no part of this repository.

Run: python3 tools/simulate-gbstats.py vectors              prints reference values for simulation/growthbook.vectors.json
     python3 tools/simulate-gbstats.py compare looks.json   compares every look of a simulation, prints one line of JSON
"""

import importlib.metadata
import json
import sys

import numpy as np
from gbstats.frequentist.tests import SequentialConfig, SequentialTwoSidedTTest
from gbstats.models.statistics import ProportionStatistic, SampleMeanStatistic

VERSION = importlib.metadata.version("gbstats")
# [binary, n, sum, sum of squares of the control, then of the variant, tuning parameter]
CASES = [
    [True, 3000, 1396, 1396, 3461, 2422, 2422, 5000],
    [True, 120, 11, 11, 131, 22, 22, 5000],
    [True, 141, 42, 42, 141, 65, 65, 5000],
    [True, 3839, 384, 384, 3839, 461, 461, 5000],
    [True, 20000, 2000, 2000, 20000, 2400, 2400, 5000],
    [True, 900, 90, 90, 100, 21, 21, 5000],
    [False, 3000, 1396.87, 52377.9767, 3461, 2422.7, 134698.29, 1000],
    [False, 100, 60.25, 40.125, 104, 70.5, 51.75, 5000],
    [False, 688, 412.8, 275.2, 690, 434.7, 298.6, 5000],
    [False, 20000, 12000, 8000, 20000, 12600, 8640, 5000],
    [False, 50, 210000.5, 1.2e9, 61, 255000.25, 1.4e9, 500],
]


def answer(binary, n_a, sum_a, squares_a, n_b, sum_b, squares_b, tuning):
    if binary:
        a, b = ProportionStatistic(n=n_a, sum=sum_a), ProportionStatistic(n=n_b, sum=sum_b)
    else:
        a = SampleMeanStatistic(n=n_a, sum=sum_a, sum_squares=squares_a)
        b = SampleMeanStatistic(n=n_b, sum=sum_b, sum_squares=squares_b)
    config = SequentialConfig(difference_type="absolute", sequential_tuning_parameter=tuning)
    test = SequentialTwoSidedTTest(a, b, config)
    return {
        "difference": float(test.point_estimate),
        "standardError": float(np.sqrt(test.variance)),
        "interval": [float(bound) for bound in test.confidence_interval],
        "p": float(test.p_value),
    }


def vectors():
    rows = [{"input": case, "expected": answer(*case)} for case in CASES]
    print(json.dumps({"package": "gbstats", "version": VERSION, "cases": rows}, indent=2))


def compare(path):
    """Looks are rows of [binary, n, sum, sum of squares, n, sum, sum of squares, our p, lower, upper, crossed]."""
    worst, crossed, disagreements = 0.0, 0, 0
    with open(path, encoding="utf-8") as file:
        looks = json.load(file)
    for *look, p, lower, upper, ours in looks:
        theirs = answer(*look, 5000)
        for mine, their in ((p, theirs["p"]), (lower, theirs["interval"][0]), (upper, theirs["interval"][1])):
            scale = abs(their) if their != 0 else 1.0
            # Below the smallest normal number neither has all its digits.
            if max(abs(mine), abs(their)) > 1e-300:
                worst = max(worst, abs(mine - their) / scale)
        crossed += bool(ours)
        disagreements += bool(ours) != (theirs["p"] <= 0.05)
    print(json.dumps({"version": VERSION, "looks": len(looks), "crossed": crossed,
                      "disagreements": disagreements, "worstRelativeDifference": worst}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["vectors"]:
        vectors()
    elif sys.argv[1:2] == ["compare"] and len(sys.argv) == 3:
        compare(sys.argv[2])
    else:
        sys.exit(__doc__)
