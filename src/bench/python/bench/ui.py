"""ui: the web interface with many apps, in a real browser."""
import sys
import time

from bench.api import Churn, fill
from bench.browser import Browser
from bench.client import call
from bench.place import RESOURCES, parse
from bench.processes import Setup
from bench.report import Report, percentile

HELP = "web interface: first paint, typing, changes seen, heap (needs Chromium)"

CHANGES = 20  # the first finds a page that has drawn nothing twice yet, and is told apart

# Runs in the page before its own scripts. A time is taken when what is to be seen has been drawn: after the next frame.
WATCH = """
window.bench = { paint: null, typed: [], seen: {} };
const drawn = (then) => requestAnimationFrame(() => setTimeout(then));
let typed = null;
addEventListener('keydown', (event) => { typed = event.timeStamp; }, true);
new MutationObserver(() => {
  if (bench.paint === null && document.querySelector('[data-app]')) {
    bench.paint = 0;
    drawn(() => { bench.paint = performance.now(); });
  }
  if (typed !== null && document.querySelector('[role=status]')?.textContent.includes('found')) {
    const begun = typed;
    typed = null;
    drawn(() => bench.typed.push(performance.now() - begun));
  }
  for (const row of document.querySelectorAll('[data-app]')) {
    const text = row.querySelector('[data-column=instances]').textContent.split('/')[1]?.trim();
    const known = bench.seen[row.dataset.app];
    if (!known || known.text !== text) {
      const entry = bench.seen[row.dataset.app] = { text, at: null };
      drawn(() => { entry.at = Date.now(); });
    }
  }
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


def arguments(parser):
    parser.add_argument("sets", nargs="*", default=["10000x5"], metavar="AxN", help="apps x instances. Default: 10000x5")
    parser.add_argument("--agents", type=int, default=500, help="Default: 500")
    parser.add_argument("--kills", type=float, default=20, help="instances a second that are killed meanwhile. Default: 20")
    parser.add_argument("--seconds", type=float, default=600, help="of churn, for the heap. Default: 600")


def run(options):
    reports = []
    for text in options.sets:
        apps, instances = parse(text)
        setup = Setup(options, options.agents, RESOURCES)
        browser = Browser(setup.directory)
        try:
            setup.start_node()
            fill(setup, apps, instances, options.limit)
            report = Report(f"ui {text}", {"kills a second": options.kills, "seconds": options.seconds})
            for number in range(options.warmups + options.runs):
                _look(setup, browser, apps, instances, report, number < options.warmups)
            _heap(setup, browser, options, report)
            reports.append(report)
        finally:
            browser.close()
            setup.close()
    return reports


def _open(setup, browser):
    page = browser.page()
    page.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
    page.call("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
    page.call("Page.navigate", url=f"http://127.0.0.1:{setup.port}/ui/#/apps?view=flat")
    page.until("window.bench?.paint > 0")
    return page


def _look(setup, browser, apps, instances, report, warmup):
    page = _open(setup, browser)
    report.add("first useful paint, ms", page.eval("bench.paint"), "lower", warmup)
    page.until("document.querySelector('.connection')?.dataset.kind === 'open'")
    changed = [_change(setup, page, instances, n) for n in range(CHANGES)]
    print("changes answered to seen, ms:", *map(round, changed), file=sys.stderr, flush=True)
    report.add("first change answered to seen, ms", changed[0], "lower", warmup)
    for one in changed[1:]:
        report.add(f"the {CHANGES - 1} after it, ms", one, "lower", warmup)
    report.add("the worst of those, ms", max(changed[1:]), "lower", warmup)
    page.eval("document.querySelector('input[type=search]').focus()")
    # Digits, as many as make the list shorter each time: what does not change is not seen.
    for n, letter in enumerate("713"[:len(str(apps)) - 2]):
        page.press(letter)
        page.until(f"bench.typed.length > {n}")
    times = page.eval("bench.typed")
    report.add("keystroke to filtered list p50, ms", percentile(times, 50), "lower", warmup)
    report.add("keystroke to filtered list, worst, ms", max(times), "lower", warmup)
    page.close()


def _change(setup, page, instances, n):
    """Milliseconds from the answer to a change until it is drawn."""
    app = page.eval("[...document.querySelectorAll('[data-app]')][%d].dataset.app" % (n * 2 % 20))
    current = call(setup.port, "GET", f"/v2/apps/{app}")[1]["app"]["instances"]
    wanted = current + 1 if current == instances else instances
    status, answer = call(setup.port, "PUT", f"/v2/apps/{app}?force=true", {"instances": wanted})
    answered = time.time() * 1000
    if status != 200:
        raise SystemExit(f"bench: {app} was answered {status} {answer}")
    seen = page.until(f"bench.seen[{app!r}]?.text === '{wanted}' && bench.seen[{app!r}].at")
    return max(0.0, seen - answered)


def _heap(setup, browser, options, report):
    page = _open(setup, browser)
    before = page.heap_mb()
    with Churn(setup, options.kills):
        end = time.monotonic() + options.seconds
        samples = []
        while time.monotonic() < end:
            time.sleep(min(options.seconds / 10, max(0.0, end - time.monotonic())))
            samples.append(page.heap_mb())
    report.add("heap of the tab at first, MB", before, "lower")
    for sample in samples:
        report.add("heap of the tab under churn, MB", sample, "lower")
    page.close()
