"""A baseline of single runs as D2 sketches its BaselineManager, in numpy: outliers out, then percentiles, mean, deviation.

D2 names no rule for outliers. `equal` takes Yardstick's (docs/methods/baseline.md), so that both must come to the same numbers;
`plain` takes the quartile fence that most people would write, whose numbers are others. Reads <n>.f64 in a folder,
prints JSON.
"""

import json
import sys
import time

import numpy as np

MONDAY = 1767571200  # 2026-01-05T00:00:00Z
WINDOW = 300
WINDOWS = 28 * 24 * 12
LEAST_SPREAD = 0.02


def hours_of_week(n):
    windows = min(n, WINDOWS)
    at = MONDAY + (np.arange(n) * windows // n) * WINDOW + WINDOW // 2
    days = at // 86400
    if days[-1] - days[0] < 20:
        return None
    return ((days + 3) % 7 * 24 + at // 3600 % 24).astype(np.int16)


def without_hours(logs, hours):
    if hours is None:
        return logs
    order = np.argsort(hours, kind="stable")
    sorted_logs = logs[order]
    ends = np.searchsorted(hours[order], np.arange(169))
    medians = np.zeros(168)
    for hour in range(168):
        seen = sorted_logs[ends[hour] : ends[hour + 1]]
        if len(seen):
            medians[hour] = np.median(seen)
    return logs - medians[hours]


def noise_of_one(runs):
    n = len(runs)
    d = np.sqrt(0.95 * 0.05 / n)
    low, high = np.percentile(runs, [100 * (0.95 - d), 100 * min(1, 0.95 + d)])
    return np.log(high / low) / 2 * np.sqrt(n)


def without_outliers(runs, hours):
    residuals = without_hours(np.log(runs), hours)
    noise = noise_of_one(runs)
    keep = np.ones(len(runs), bool)
    for _ in range(2):
        kept = residuals[keep]
        lower, middle, upper = np.percentile(kept, [25, 50, 75])
        spread = max(1.4826 * np.median(np.abs(kept - middle)), (upper - lower) / 1.349, LEAST_SPREAD, noise)
        keep = np.abs(residuals - middle) <= 3.5 * spread
    return runs[keep]


def fenced(runs, _hours):
    lower, upper = np.percentile(runs, [25, 75])
    reach = 1.5 * (upper - lower)
    return runs[(runs >= lower - reach) & (runs <= upper + reach)]


def establish(runs, hours, cleaned_by):
    cleaned = cleaned_by(runs, hours)
    return {
        "p50": float(np.percentile(cleaned, 50)),
        "p95": float(np.percentile(cleaned, 95)),
        "p99": float(np.percentile(cleaned, 99)),
        "mean": float(np.mean(cleaned)),
        "sd": float(np.std(cleaned)),
        "requests": len(cleaned),
    }


def median_seconds(work):
    work()
    times = []
    until = time.perf_counter() + 3
    while time.perf_counter() < until or len(times) < 5:
        before = time.perf_counter()
        work()
        times.append(time.perf_counter() - before)
    return float(np.median(times))


def main(folder, sizes):
    answers = {}
    for n in sizes:
        runs = np.fromfile(f"{folder}/{n}.f64", dtype="<f8")
        hours = hours_of_week(n)  # not timed: Yardstick's own look at the calendar is
        answers[n] = {
            **establish(runs, hours, without_outliers),
            "equal": median_seconds(lambda: establish(runs, hours, without_outliers)),
            "plain": median_seconds(lambda: establish(runs, hours, fenced)),
        }
    print(json.dumps({"version": np.__version__, "answers": answers}))


if __name__ == "__main__":
    main(sys.argv[1], [int(n) for n in sys.argv[2:]])
