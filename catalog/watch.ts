/** How does a system notice that its own metrics are gone (E-17)? */
import type { System } from './system';

/** Targets of the application, by a metric that none of its exporters emits. */
const seen = (system: System) => `last_over_time(${system.heartbeat}{$app}[1d])`;
/** 1 while at least one instance of the application answers, 0 when none does, empty where none was seen within a day (E-3). */
export const responsive = (system: System) =>
  `max(up{$app} and on (job, instance) ${seen(system)}) or 0 * max(last_over_time(up{$app}[1d]) and on (job, instance) ${seen(system)})`;

/**
 * One series per metric that was there within a day and is not any more,
 * while the application answers. Where no alert of the document says that it
 * does not answer, one more series says so.
 */
export function missingMetrics(system: System): string {
  const names = `{__name__=~"${system.core.join('|')}",$app}`;
  const gone = `group by (__name__) (last_over_time(${names}[1d])) unless on (__name__) group by (__name__) (${names})`;
  const labelled = `max by (metric) (label_replace(${gone}, "metric", "$1", "__name__", "(.+)"))`;
  const whileUp = `${labelled} and on () ((${responsive(system)}) == 1)`;
  return system.downAlert
    ? whileUp
    : `(${whileUp}) or label_replace(1 - (${responsive(system)}) == 1, "metric", "up", "", "")`;
}
