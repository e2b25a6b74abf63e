// The last hour in charts.
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { count, plural, timeOfDay, words } from '../lib/format.js';
import uPlot from '../vendor/uplot.js';
import { Unread, useEvery } from './page.js';

const EVERY = 10_000;
const HEIGHT = 168;
const WINDOWS = [['15m', '15 minutes'], ['1h', '1 hour'], ['6h', '6 hours'], ['24h', '24 hours']];

/** per: numbers are counted per bucket and shown per minute. */
const CHARTS = [
  { title: 'Launches', unit: 'a minute', per: true, lines: [['Started', 'good', (s) => s.launches], ['Failed', 'bad', (s) => s.failures]] },
  { title: 'Instances', unit: '', fill: true, lines: [['Running', 'good', (s) => s.instances.running], ['Starting', 'busy', (s) => s.instances.staged]] },
  { title: 'Offers', unit: 'a minute', per: true, lines: [['Received', 'quiet', (s) => s.offers.received], ['Used', 'good', (s) => s.offers.used], ['Declined', 'warn', (s) => s.offers.declined]] },
  { title: 'Requests', unit: 'a minute', per: true, lines: [['Answered', 'busy', (s) => s.requests.count], ['Failed', 'bad', (s) => s.requests.errors]] },
  { title: 'Time to answer', unit: 'ms', lines: [['Mean', 'busy', (s) => s.requests.latencyMs.mean], ['Slowest', 'warn', (s) => s.requests.latencyMs.max]] },
  { title: 'Deployments', unit: 'at once', fill: true, lines: [['Running', 'busy', (s) => s.deployments]] },
];

export function Charts() {
  const [span, setSpan] = useState('1h');
  const { value, failure } = useEvery(`/v2/stats?window=${span}`, EVERY);
  return html`
    <div class="tools"><div class="switch" role="group" aria-label="Time shown">
      ${WINDOWS.map(([name, title]) => html`<button key=${name} type="button" aria-pressed=${span === name} onClick=${() => setSpan(name)}>${title}</button>`)}</div></div>
    ${value ? html`
      <div class="scroll padded" tabindex="-1">
        ${value.time.length < 2 && html`<p class="quiet foot">Counting began just now; the charts fill in a few seconds.</p>`}
        <div class="charts">${CHARTS.map((chart) => html`<${Chart} key=${chart.title} chart=${chart} stats=${value} />`)}
          <${Declines} stats=${value} /></div>
      </div>` : html`<${Unread} failure=${failure} what="The numbers" />`}`;
}

const scaled = (chart, stats, list) => (chart.per ? list.map((n) => (n === null ? null : (n * 60) / stats.bucketSeconds)) : list);

/** The last bucket is still filling: what is counted per bucket would drop at the end. */
function dataOf(chart, stats) {
  const end = chart.per ? stats.time.length - 1 : stats.time.length;
  return [stats.time.slice(0, end), ...chart.lines.map(([, , read]) => scaled(chart, stats, read(stats) ?? []).slice(0, end))];
}

const token = (name) => {
  // Tokens are light-dark() pairs; the colour of an element is one of them.
  const probe = document.createElement('i');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
};

function Chart({ chart, stats }) {
  const box = useRef();
  const plot = useRef(null);
  const [at, setAt] = useState(null);
  const data = dataOf(chart, stats);
  useEffect(() => {
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(chart, box.current.clientWidth, setAt), data, box.current);
    };
    draw();
    const size = new ResizeObserver(() => plot.current.setSize({ width: box.current.clientWidth, height: HEIGHT }));
    size.observe(box.current);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      size.disconnect();
      theme.disconnect();
      dark.removeEventListener('change', draw);
      plot.current.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => { plot.current?.setData(data); }, [stats]);
  const last = data[0].length - 1;
  const shown = at ?? last;
  return html`
    <figure class="card chart" aria-label=${`${chart.title}: ${chart.lines.map(([name], i) => `${name} ${number(data[i + 1][last])}`).join(', ')} ${chart.unit}`}>
      <figcaption><h3>${chart.title} ${chart.unit && html`<small class="quiet">${chart.unit}</small>`}</h3>
        <p class="legend">${chart.lines.map(([name, tone], i) => html`<span key=${name}><i class="swatch" data-tone=${tone} />${name} <b class="numbers">${number(data[i + 1][shown])}</b></span>`)}</p></figcaption>
      <div ref=${box} class="plot" aria-hidden="true" />
    </figure>`;
}

const number = (n) => (n === undefined || n === null ? '' : n >= 10 || Number.isInteger(n) ? count(n) : n.toFixed(1));

function options(chart, width, setAt) {
  const colours = { text: token('text-3'), line: token('line-soft') };
  const font = '11px Inter, sans-serif';
  const axis = { stroke: colours.text, font, grid: { stroke: colours.line, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    padding: [8, 24, 0, 0],
    cursor: { points: { size: 6 }, drag: { x: false, y: false }, y: false, sync: { key: 'cluster' } },
    hooks: { setCursor: [(plot) => setAt(plot.cursor.idx ?? null)] },
    scales: { y: { range: (_, min, max) => [0, Math.max(max ?? 0, 1) * 1.1] } },
    axes: [{ ...axis, size: 28, gap: 6, space: 64, values: (_, ticks, index, space, apart) => ticks.map((t) => (apart < 60 ? timeOfDay(t * 1000) : timeOfDay(t * 1000).slice(0, 5))) },
      { ...axis, size: 44, gap: 6, space: 32, values: (_, ticks) => ticks.map(number) }],
    series: [{}, ...chart.lines.map(([name, tone]) => ({ label: name, stroke: token(`${tone}-dot`), width: 1.5, points: { show: false }, fill: chart.fill ? faint(token(`${tone}-dot`)) : undefined }))],
  };
}

const faint = (colour) => colour.replace(/^rgb\((.*)\)$/, (_, parts) => `rgb(${parts.split(',').length > 2 ? `${parts}, 0.12` : `${parts} / 0.12`})`);

/** Why offers were declined, in the time that is shown. */
function Declines({ stats }) {
  const sums = Object.entries(stats.declines ?? {}).map(([reason, list]) => [reason, list.reduce((a, b) => a + b, 0)]).filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]);
  const all = sums.reduce((sum, [, n]) => sum + n, 0);
  return html`
    <section class="card chart"><h3>Why offers were declined</h3>
      ${sums.length === 0 ? html`<p class="quiet small">None was declined for a reason of an app.</p>` : html`
        <ul class="funnel">${sums.slice(0, 6).map(([reason, n]) => html`<li key=${reason}><span>${words(reason)}</span><span class="meter"><i style=${{ width: `${(100 * n) / all}%` }} /></span><span class="quiet numbers">${plural(n, 'offer')}</span></li>`)}</ul>`}
    </section>`;
}
