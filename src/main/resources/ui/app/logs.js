// What instances write, as they write it: of one instance or of all, merged.
import { html, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from '../lib/html.js';
import { plural, shortInstance } from '../lib/format.js';
import { hueOf } from '../lib/hue.js';
import { useKeys } from '../lib/keys.js';
import { replace, toApp } from '../lib/router.js';
import { useVirtual } from '../lib/virtual.js';
import { Button, LinkButton } from '../parts/button.js';
import { Nothing } from '../shell/page.js';
import { tail } from './tail.js';

const KEPT = 10_000; // lines
const MOST = 20; // instances at once, the newest
const ROW = 20;
const STREAMS = [['both', 'Both'], ['stdout', 'stdout'], ['stderr', 'stderr']];

/** Instances whose files can be read: those that there are, and the one that failed last. */
function readable(app) {
  const live = [...app.tasks].sort((a, b) => (b.stagedAt ?? '').localeCompare(a.stagedAt ?? '')).map((task) => ({ id: task.id, text: `${shortInstance(task.id)} on ${task.host}` }));
  const failed = app.lastTaskFailure?.taskId;
  return failed && !live.some((one) => one.id === failed) ? [...live, { id: failed, text: `${shortInstance(failed)}, failed`, ended: true }] : live;
}

/** An instance that a link names may have ended: its files stay for some days. */
const withNamed = (list, id) => (id && !list.some((one) => one.id === id) ? [...list, { id, text: `${shortInstance(id)}, ended`, ended: true }] : list);

export function Instance({ label, all, list, value, onChange }) {
  return html`
    <select aria-label=${label} value=${value} onChange=${(event) => onChange(event.target.value)}>
      ${all && html`<option value="">${all}</option>`}
      ${list.map((one) => html`<option key=${one.id} value=${one.id}>${one.text}</option>`)}
    </select>`;
}

export const instancesOf = (app, query) => withNamed(readable(app), query.get('task'));

export function Logs({ app, query }) {
  const task = query.get('task') ?? '';
  const file = query.get('file') ?? 'both';
  const text = query.get('q') ?? '';
  const list = instancesOf(app, query);
  const chosen = useMemo(() => (task ? [task] : list.filter((one) => !one.ended).slice(0, MOST).map((one) => one.id)), [task, list.map((one) => one.id).join()]);
  const move = (changes) => replace(toApp(app.id, { tab: 'logs', task, file: file === 'both' ? '' : file, q: text, ...changes }));
  const [following, follow] = useState(true);
  const { lines, states, clear } = useTail(app.id, chosen, file, following);
  const wanted = text.trim().toLowerCase();
  const shown = useMemo(() => (wanted ? lines.all.filter((line) => line.text.toLowerCase().includes(wanted)) : lines.all), [lines.version, wanted]);
  const search = useRef();
  useKeys([
    { keys: ['/'], label: 'Filter lines', run: () => search.current.focus() },
    { keys: ['f'], label: 'Follow or pause', run: () => follow(!following) },
  ]);
  const streams = STREAMS.some(([name]) => name === file) ? STREAMS : [...STREAMS, [file, file]];
  return html`
    <div class="tools">
      <${Instance} label="Instance" all=${list.length === 1 && list[0].ended ? null : `All instances (${list.filter((one) => !one.ended).length})`} list=${list} value=${task} onChange=${(id) => move({ task: id })} />
      <div class="switch" role="group" aria-label="What is shown">
        ${streams.map(([name, title]) => html`<button key=${name} type="button" aria-pressed=${file === name} onClick=${() => move({ file: name === 'both' ? '' : name })}>${title}</button>`)}</div>
      <label class="search grow"><input ref=${search} type="search" placeholder="Filter lines" aria-label="Filter lines" spellcheck="false" value=${text}
        onInput=${(event) => move({ q: event.target.value })} onKeyDown=${(event) => event.key === 'Escape' && (move({ q: '' }), event.target.blur())} /><kbd>/</kbd></label>
      <span class="quiet small numbers nowrap" role="status">${wanted ? `${shown.length} of ` : ''}${plural(lines.all.length, 'line')}</span>
      <${Button} icon=${following ? 'suspend' : 'play'} onClick=${() => follow(!following)} aria-pressed=${following}>${following ? 'Pause' : 'Follow'}<//>
      <${Button} kind="bare" icon="destroy" label="Clear" onClick=${clear} />
      ${task && html`<${LinkButton} kind="bare" icon="folder" label="Files of this instance" href=${toApp(app.id, { tab: 'files', task })} />`}
    </div>
    ${!task && list.filter((one) => !one.ended).length > MOST && html`<p class="banner small">The ${MOST} newest of ${list.length} instances. Choose one to see others.</p>`}
    <${Troubles} states=${states} />
    ${chosen.length === 0
      ? html`<${Nothing} title="No instance to listen to">${app.lastTaskFailure ? 'Choose the one that failed last, above.' : 'Lines appear here as soon as one runs.'}<//>`
      : html`<${Lines} lines=${shown} version=${lines.version} many=${chosen.length > 1} both=${file === 'both'} following=${following} follow=${follow} wanted=${wanted}
          empty=${lines.all.length ? 'No line holds that text.' : states.some((one) => one.state === 'reading') ? 'Nothing written yet.' : states.length ? '' : 'Reading.'} />`}`;
}

function useTail(app, tasks, file, following) {
  const lines = useRef({ all: [], version: 0 });
  const states = useRef(new Map());
  const reader = useRef(null);
  const [, redraw] = useReducer((n) => n + 1, 0);
  const key = `${app} ${file} ${tasks.join()}`;
  useEffect(() => {
    lines.current = { all: [], version: lines.current.version + 1 };
    states.current = new Map();
    const files = file === 'both' ? ['stdout', 'stderr'] : [file];
    const sources = tasks.flatMap((task) => files.map((one) => ({ app, task, file: one, hue: hueOf(shortInstance(task)), name: shortInstance(task) })));
    let frame = 0;
    const later = () => { frame ||= requestAnimationFrame(() => { frame = 0; redraw(); }); };
    reader.current = tail(sources, (more) => {
      const all = lines.current.all.concat(more);
      const drop = Math.max(0, all.length - KEPT);
      lines.current = { all: drop ? all.slice(drop) : all, version: lines.current.version + 1 };
      later();
    }, (source, state, why) => {
      const before = states.current.get(source);
      if (before?.state === state && before.why === why) return;
      states.current.set(source, { source, state, why });
      later();
    });
    if (following) reader.current.run();
    redraw();
    return () => {
      reader.current.stop();
      cancelAnimationFrame(frame);
    };
  }, [key]);
  useEffect(() => {
    if (following) reader.current.run();
    else reader.current.pause();
  }, [following]);
  return {
    lines: lines.current,
    states: [...states.current.values()],
    clear: () => { lines.current = { all: [], version: lines.current.version + 1 }; redraw(); },
  };
}

/** What cannot be read, once per reason. */
function Troubles({ states }) {
  const reasons = new Map();
  for (const { source, state, why } of states) {
    if (state === 'failed' || state === 'gone') reasons.set(why, (reasons.get(why) ?? new Set()).add(source.name));
  }
  return [...reasons].slice(0, 3).map(([why, names]) => html`
    <p key=${why} class="banner small" data-tone="bad" role="status"><span>${[...names].slice(0, 3).join(', ')}${names.size > 3 ? ` and ${names.size - 3} more` : ''}: ${why}</span></p>`);
}

function Lines({ lines, version, many, both, following, follow, wanted, empty }) {
  const scroller = useRef();
  const list = useRef();
  const { from, to, above, under } = useVirtual(scroller, list, lines.length, ROW);
  useLayoutEffect(() => {
    if (following) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [version, following, wanted, lines.length]);
  const wheel = (event) => event.deltaY < 0 && following && scroller.current.scrollHeight > scroller.current.clientHeight && follow(false);
  const keyed = (event) => ['ArrowUp', 'PageUp', 'Home'].includes(event.key) && follow(false);
  return html`
    <div class="scroll log" ref=${scroller} tabindex="0" role="log" aria-label="Lines" aria-live="off" onWheel=${wheel} onKeyDown=${keyed} onTouchMove=${() => following && follow(false)}>
      <div ref=${list} class="log-lines" style=${{ paddingTop: `${above}px`, paddingBottom: `${under}px` }}>
        ${lines.slice(from, to).map((line, i) => html`
          <div key=${from + i} class="log-line" data-note=${line.note} data-file=${both ? line.source.file : undefined}>
            ${many && html`<b data-hue=${line.source.hue} title=${line.source.task}>${line.source.name}</b>`}<${Marked} text=${line.text} wanted=${wanted} /></div>`)}
      </div>
      ${lines.length === 0 && html`<p class="log-empty">${empty}</p>`}
    </div>`;
}

function Marked({ text, wanted }) {
  const at = wanted ? text.toLowerCase().indexOf(wanted) : -1;
  if (at < 0) return html`<span>${text}</span>`;
  return html`<span>${text.slice(0, at)}<mark>${text.slice(at, at + wanted.length)}</mark>${text.slice(at + wanted.length)}</span>`;
}
