/** How does a system notice that its own metrics are gone (E-17)? */
import { scrapesAnything } from './promql';
import type { System } from './system';

/**
 * Targets of the application, by a metric that none of its exporters emits, though they match the same job pattern. It
 * is looked for as long as an outage may last; farther back than a day once an hour is enough, and cheap.
 */
const seen = (heartbeat: string) =>
  `(last_over_time(${heartbeat}{$app}[1d]) or last_over_time(group by (job, instance) (${heartbeat}{$app})[7d:1h]))`;

/**
 * 1 while at least one instance of the application answers, 0 when none does (for seven days, or for one where its
 * targets are gone), empty where none was ever seen (E-3). Where all known instances are gone, those of their jobs count:
 * what was deployed anew has another address, and may have done nothing yet that the metric would show.
 */
export const answering = (heartbeat: string) =>
  `max(up{$app} and on (job, instance) ${seen(heartbeat)})
  or max(up{$app} and on (job) ${seen(heartbeat)})
  or 0 * max(last_over_time(up{$app}[1d]) and on (job, instance) ${seen(heartbeat)})`;

/**
 * The same on a dashboard, whose range may end later than now, as "Today" does: nothing is said of a moment at which this
 * Prometheus knows of no target at all. A rule asks about now, and there that is no reason for silence.
 */
export const shownAnswering = (heartbeat: string) => `(${answering(heartbeat)}) and on () ${scrapesAnything}`;

export const responsive = (system: System) => answering(system.heartbeat);
export const shownResponsive = (system: System) => shownAnswering(system.heartbeat);

/**
 * A counter of what was not done yet since the start has no series: so long after it, nothing is missing (seconds). Nor is
 * it longer than that excused by one start after another, of replicas that come and go or of a process that fails again.
 */
const settling = 3600;

/**
 * One series per metric that was there within a day and is not any more, while the application answers. Where one of its
 * processes started just now, it has to be gone for as long as that may take. Where no alert of the document says that
 * it does not answer, one more series says so.
 */
export function missingMetrics(system: System): string {
  const names = `{__name__=~"${system.core.join('|')}",$app}`;
  const gone = `group by (__name__) (last_over_time(${names}[1d])) unless on (__name__) group by (__name__) (${names})`;
  const started = `max(${system.deployments.start}{$app} and on (job) ${seen(system.heartbeat)})`;
  const excused = `group by (__name__) (last_over_time(${names}[${settling}s])) and on () (time() - ${started} < ${settling})`;
  const labelled = `max by (metric) (label_replace(${gone} unless on (__name__) (${excused}), "metric", "$1", "__name__", "(.+)"))`;
  const whileUp = `${labelled} and on () ((${responsive(system)}) == 1)`;
  return system.downAlert
    ? whileUp
    : `(${whileUp}) or label_replace(1 - (${responsive(system)}) == 1, "metric", "up", "", "")`;
}
