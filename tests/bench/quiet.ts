// How many alerts does a day bring for which there is no cause? Every shipped
// rule that compares with normal, minute by minute over the last day of the made
// history, evaluated by Grafana; what begins is held against what the scenario
// did to that operation.
//
//   npx tsx tests/bench/quiet.ts            prints the table, ends with 1 where a bound is missed
//   npx tsx tests/bench/quiet.ts --write    writes its section of docs/benchmarks.md too
import { systems } from '../../catalog/systems';
import type { Grafana } from '../../demo/grafana';
import type { Lab } from '../../demo/lab';
import { faulty, slowLately, strayed } from '../made-history';
import { shippedRules, trueInstances, type Labels, type Rule } from '../shipped-rules';
import { failed, withLearned } from './learned';
import { say, tableOf, writeSection, type Line } from './results';

const MINUTE = 60;
const HOURS = 24;
/** Of false warnings a series and day (issue: rows of the engine). */
const FALSE_WARNINGS = 0.001;
/** Evaluations at a time; the machine has to do other things as well. */
const AT_ONCE = 4;

interface Answer {
  /** Long frames: a row for each operation. */
  results: Record<string, { frames?: Array<{ data: { values: unknown[][] } }> }>;
}

/** An instance of a rule that became true. */
interface Begun {
  rule: Rule;
  operation: string;
  at: number;
}

/** Rules of the documents that ask for a deviation; the dead man's, which does too, is no rule of a system. */
const comparing = () => {
  const documented = systems.map(({ name }) => name as string);
  return shippedRules().filter(
    ({ labels, data }) =>
      documented.includes(labels.system ?? '') && data.some(({ model }) => model.queryType === 'deviation')
  );
};
const nameOf = ({ operation = '', ...others }: Labels) => operation || JSON.stringify(others);

/** What of a rule became true from one minute to the next. */
async function begun(rule: Rule, from: number, to: number, grafana: Grafana): Promise<Begun[]> {
  const moments = Array.from({ length: Math.floor((to - from) / MINUTE) + 1 }, (_, i) => from + i * MINUTE);
  const seen: string[][] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < moments.length; i = next++) {
      seen[i] = (await trueInstances(rule, moments[i] ?? to, grafana.api)).map(nameOf);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return moments.flatMap((at, i) =>
    i === 0
      ? []
      : (seen[i] ?? [])
          .filter((operation) => !seen[i - 1]?.includes(operation))
          .map((operation) => ({ rule, operation, at }))
  );
}

function hasCause({ rule, operation, at }: Begun, { past }: Lab): boolean {
  const { system = '' } = rule.labels;
  return (
    faulty(past.faults, system, at) ||
    slowLately(system, at).includes(operation) ||
    strayed(system, at).includes(operation)
  );
}

/** How many operations a rule judges. */
async function judged(rule: Rule, at: number, grafana: Grafana): Promise<number> {
  const query = rule.data.find(({ model }) => model.queryType === 'deviation');
  const { results } = await grafana.api<Answer>('POST', '/api/ds/query', {
    from: String((at - 10 * MINUTE) * 1000),
    to: String(at * 1000),
    queries: [{ ...query?.model, refId: 'A' }],
  });
  return (results.A?.frames ?? []).reduce((sum, { data }) => sum + (data.values[0]?.length ?? 0), 0);
}

async function measure(lab: Lab, grafana: Grafana): Promise<Line[]> {
  const to = Math.floor(lab.past.to / MINUTE) * MINUTE - 5 * MINUTE;
  const from = to - HOURS * 3600;
  const lines: Line[] = [];
  for (const rule of comparing()) {
    const operations = await judged(rule, to, grafana);
    const found = await begun(rule, from, to, grafana);
    const without = found.filter((one) => !hasCause(one, lab));
    without.forEach(({ operation, at }) => console.log(`  ${operation} at ${new Date(at * 1000).toISOString()}`));
    const told = rule.labels.severity !== 'info';
    const bound = FALSE_WARNINGS * operations;
    const line = {
      what: `${rule.title} (${rule.labels.severity ?? ''}), ${operations} operations`,
      measured: `began ${found.length} times, ${without.length} of them without a cause`,
      bound: told ? `at most ${FALSE_WARNINGS} an operation and day: ${bound.toFixed(2)}` : '',
      ok: !told || without.length <= bound,
    };
    say(line);
    lines.push(line);
  }
  return lines;
}

const METHOD =
  `The last ${HOURS} hours of the made history, minute by minute, by Grafana's evaluation of the shipped rules. A cause is a fault ` +
  'of the system up to 90 minutes before, a minute in which the scenario made that operation slow (one in 4,000), or a level ' +
  'that strayed by more than 5 % over ten minutes or more. An info says "slightly above normal" and has no bound.';

withLearned(async (lab, grafana, version) => {
  const lines = await measure(lab, grafana);
  writeSection(
    'A day without a cause',
    'npx tsx tests/bench/quiet.ts',
    `Grafana ${version}`,
    `${METHOD}\n\n${tableOf(lines)}`
  );
  return lines.every(({ ok }) => ok);
}).catch(failed);
