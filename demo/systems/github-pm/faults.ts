/** What can go wrong with the demo's github-pm, besides any operation being slow or hanging? */
import type { Effect, NamedFault } from '../../scenario/faults';
import type { Stream } from '../../scenario/stream';
import { ITEM_BY_ITEM } from './commands';

const fault = (name: string, title: string, rules: string[], more: Partial<NamedFault> = {}): NamedFault => ({
  system: 'github-pm',
  name,
  title,
  rules,
  ...more,
});

const HOUR = 3600;

/** Item by item: four times as long (more than acceptable, whatever the hour), and thirty requests for one. */
function slowBatch({ name }: Stream): Partial<Effect> | undefined {
  if (name === 'projects project_item_fetch') {
    return { load: ITEM_BY_ITEM };
  }
  return /^batch( data_fetching| processing)?$/.test(name) ? { factor: 4 } : undefined;
}

export const githubPmFaults: NamedFault[] = [
  fault('slow-batch', 'batches fetch item by item and take four times as long', ['D5-A01', 'D5-A04+A05'], {
    effect: slowBatch,
  }),
  fault('memory', 'batches need three times the memory', ['D5-A02']),
  fault('rate-limit', "GitHub's GraphQL limit is nearly used up", ['D5-A03']),
  // The rate is one of a day, and the rule waits for an hour; the day after still looks back on it.
  fault('cold-cache', 'the cache is emptied again and again', ['D5-A06'], { lasts: 3 * HOUR, settles: 25 * HOUR }),
  // No alert of the document says so: the watch over its metrics does.
  fault('down', 'node_exporter with the file of github-pm does not answer', ['D5-metrics-missing']),
];
