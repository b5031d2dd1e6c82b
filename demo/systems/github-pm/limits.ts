/** What does github_rate_limit_exporter v0.2.3 say? A stand-in with its exact names and labels (catalogue B0). */
import { family, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';

const HOUR = 3600;
const USER = { user: 'github-pm-bot' };

/** Points of an hour (D5 l.287), and the normal use of it by the end of an hour. */
const RESOURCES: Array<[resource: string, limit: number, atHoursEnd: number]> = [
  ['core', 5000, 120],
  ['graphql', 5000, 1450],
  ['search', 30, 4],
];
type Resource = (typeof RESOURCES)[number];

const startsAgain = (now: Moment) => (Math.floor(now.t / HOUR) + 1) * HOUR;

/** Used since the hour began; the fault's use is already there when it begins, whatever the hour. */
function used([resource, limit, atHoursEnd]: Resource, now: Moment): number {
  const elapsed = 1 - (startsAgain(now) - now.t) / HOUR;
  const normal = atHoursEnd * elapsed * loadSeason(now.t);
  const exhausted = resource === 'graphql' && now.conditions.on('github-pm', 'rate-limit');
  return Math.min(limit, Math.round(exhausted ? 0.86 * limit + 0.1 * limit * elapsed : normal));
}

const gauges = (resource: Resource): PlainMetric[] => {
  const [name, limit] = resource;
  const gauge = (what: string, help: string, value: (now: Moment) => number) =>
    family(
      'gauge',
      `github_rate_limit_${name}_${what}`,
      help,
      [USER],
      (labels) => labels,
      (_, now) => value(now)
    );
  return [
    gauge('limit', `Limit of ${name} requests.`, () => limit),
    gauge('remaining', `Remaining ${name} requests.`, (now) => limit - used(resource, now)),
    gauge('used', `Used ${name} requests.`, (now) => used(resource, now)),
    gauge('reset_timestamp', 'When the limit starts again.', startsAgain),
  ];
};

export const limits: PlainMetric[] = RESOURCES.flatMap(gauges);
