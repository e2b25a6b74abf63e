"""Did two nodes act at the same time? Judged by what others saw of them."""

from typing import NamedTuple


class Act(NamedTuple):
    """Something that a leader did at some moment between begin and end: answered a write, called Mesos.

    opened: when the connection was over which it was seen
    """
    node: str
    opened: float
    begin: float
    end: float


class Reign(NamedTuple):
    """The time in which one process of a node acted for certain."""
    node: str
    first: float
    last: float


def reigns(acts, lives):
    """The reigns of all processes, and how many acts were seen only after the end of the process.

    lives: node -> [(start, end or None)] of its processes

    >>> reigns([Act("a", 1, 2, 3), Act("a", 1, 4, 5), Act("a", 1, 9, 9)], {"a": [(0, 6), (7, None)]})
    ([Reign(node='a', first=3, last=4)], 1)
    """
    result, late = [], 0
    for node, own in lives.items():
        for start, end in own:
            of_it = [a for a in acts if a.node == node and a.opened >= start and (end is None or a.opened <= end)]
            within = [a for a in of_it if end is None or a.begin <= end]
            late += len(of_it) - len(within)
            if within:
                result.append(Reign(node, min(a.end for a in within), max(a.begin for a in within)))
    return sorted(result, key=lambda r: r.first), late


def overlaps(found):
    """Pairs of reigns of different nodes that had a moment in common.

    >>> a, b = Reign("a", 1, 5), Reign("b", 4, 9)
    >>> overlaps([a, b]) == [(a, b)], overlaps([a, Reign("b", 6, 9)]), overlaps([a, Reign("a", 4, 9)])
    (True, [], [])
    """
    return [(x, y) for i, x in enumerate(found) for y in found[i + 1:]
            if x.node != y.node and max(x.first, y.first) <= min(x.last, y.last)]
