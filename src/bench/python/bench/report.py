"""Rows of numbers: as a table, as JSON, and against an earlier run."""
import json
import statistics


class Report:
    """What one workload measured. Each row has one value per run; those of warm-ups are kept apart."""

    def __init__(self, workload, about):
        self.workload = workload
        self.about = about
        self.rows = {}

    def add(self, name, value, better="lower", warmup=False):
        """`better` is "lower", "higher", or "" for what only explains the others."""
        row = self.rows.setdefault(name, {"better": better, "warmup": [], "runs": []})
        row["warmup" if warmup else "runs"].append(value)

    def json(self):
        return {"workload": self.workload, "about": self.about, "rows": self.rows}

    def write(self, path):
        with open(path, "w", encoding="utf-8") as out:
            json.dump(self.json(), out, indent=1)
            out.write("\n")

    def table(self):
        about = ", ".join(f"{key} {value}" for key, value in self.about.items() if value)
        lines = [f"{self.workload}: {about}"]
        if not self.rows:
            return lines[0] + ": not measured"
        cells = [["", "median", "min", "max", "runs", "warm-up"]]
        for name, row in self.rows.items():
            runs = row["runs"] or row["warmup"]
            cells.append([name, *map(number, (statistics.median(runs), min(runs), max(runs))),
                          str(len(row["runs"])), " ".join(map(number, row["warmup"]))])
        return "\n".join(lines + aligned(cells))


def compare(before, after):
    """Table of the medians of two results; '~' marks changes within the spread of the runs."""
    if before["workload"] != after["workload"]:
        raise SystemExit(f"bench: cannot compare '{before['workload']}' with '{after['workload']}'")
    cells = [["", "A", "B", "change", ""]]
    for name, old in before["rows"].items():
        new = after["rows"].get(name)
        if new is None or not old["runs"] or not new["runs"]:
            continue
        cells.append([name, *_change(old, new)])
    lines = [before["workload"]]
    for key in before["about"].keys() | after["about"].keys():
        a, b = before["about"].get(key), after["about"].get(key)
        if a != b and key not in ("date",):
            lines.append(f"  {key}: {a} -> {b}")
    return "\n".join(sorted(lines, key=lambda line: line.startswith("  ")) + aligned(cells))


def _change(old, new):
    a, b = statistics.median(old["runs"]), statistics.median(new["runs"])
    change = f"{(b - a) / a * 100:+.0f} %" if a else "-"
    overlap = max(min(old["runs"]), min(new["runs"])) <= min(max(old["runs"]), max(new["runs"]))
    if not old["better"] or a == b:
        verdict = ""
    elif overlap:
        verdict = "~"
    else:
        verdict = "better" if (b > a) == (old["better"] == "higher") else "worse"
    return [number(a), number(b), change, verdict]


def aligned(cells):
    """The first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return ["  " + "  ".join([row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])])
            for row in cells]


def number(value):
    """Three significant digits, thousands in groups."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.1f}"


def percentile(values, percent):
    """The smallest value that so many per cent do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
