// One app with everything that its page shows, kept as new as the event stream.
import { useEffect } from '../lib/html.js';
import { appPath, get } from '../lib/api.js';
import { useLoad } from '../lib/load.js';
import { connection, onEvents } from '../live/live.js';
import { appsOf } from '../live/model.js';

export function useApp(id) {
  const loaded = useLoad((abort) => get(`${appPath(id)}?embed=app.taskStats&embed=app.readiness`, abort).then(({ app }) => app), id);
  useOnEvents(id, loaded.reload);
  return loaded;
}

/** What the queue says of the app: {entry} or {entry: null} if it waits for nothing. */
export function useQueue(id) {
  const loaded = useLoad((abort) => get('/v2/queue?embed=lastUnusedOffers&fields=count,since,delay,role,processedOffersSummary,lastUnusedOffers,app.id', abort)
    .then(({ queue }) => ({ entry: queue.find((one) => one.app.id === id) ?? null, read: Date.now() })), id);
  useOnEvents(id, loaded.reload);
  useEffect(() => {
    // Offers come and go without events.
    const timer = setInterval(() => document.hidden || loaded.reload(), 3000);
    return () => clearInterval(timer);
  }, [id]);
  return loaded;
}

function useOnEvents(id, reload) {
  useEffect(() => {
    const events = onEvents((list) => list.some((event) => appsOf(event).includes(id)) && reload());
    const states = connection.subscribe((state) => state.kind === 'open' && reload());
    return () => {
      events();
      states();
    };
  }, [id]);
}

/** The app of the page in the form of the list. */
export const asRow = (app) => ({
  id: app.id, cpus: app.cpus, mem: app.mem, instances: app.instances, staged: app.tasksStaged, running: app.tasksRunning,
  healthy: app.tasksHealthy, unhealthy: app.tasksUnhealthy, deployment: app.deployments?.[0]?.id ?? null,
});
