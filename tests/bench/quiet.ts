// How many alerts does a day bring for which there is no cause? Every shipped
// rule that compares with normal, minute by minute over the last day of the made
// history, evaluated by Grafana; what begins is held against what the scenario
// did to that operation. So are the violations that the learner wrote down.
//
//   npx tsx tests/bench/quiet.ts            prints the table, ends with 1 where a bound is missed
//   npx tsx tests/bench/quiet.ts --write    writes its section of docs/benchmarks.md too
import { datasources } from '../../catalog/project';
import { systems } from '../../catalog/systems';
import type { Grafana } from '../../demo/grafana';
import type { Lab } from '../../demo/lab';
import { faultOf, slowLately, strayed } from '../made-history';
import { shippedRules, trueInstances, type Labels, type Rule } from '../shipped-rules';
import { failed, withLearned } from './learned';
import { say, tableOf, writeSection, type Line } from './results';

const MINUTE = 60;
const HOURS = 24;
/** The learner's. */
const MINUTES_OF_A_WINDOW = 5;
/** As long as the demo is learned with violations. */
const DAYS_OF_VIOLATIONS = 7;
/** Of false warnings a series and day (issue: rows of the engine). */
const FALSE_WARNINGS = 0.001;
/** Evaluations at a time; the machine has to do other things as well. */
const AT_ONCE = 4;

interface Frame {
  schema: { fields: Array<{ name: string }> };
  data: { values: unknown[][] };
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

/** Whether the scenario did something to an operation within what is judged at a moment. */
function hasCause(system: string, operation: string, at: number, { past }: Lab): boolean {
  return (
    faultOf(past.faults, system, operation, at) ||
    slowLately(system, at).includes(operation) ||
    strayed(system, at).includes(operation)
  );
}

/** The columns of what a query of ours answers, by their names. */
async function asked(query: object, from: number, to: number, grafana: Grafana): Promise<Record<string, unknown[]>> {
  const { results } = await grafana.api<{ results: Record<string, { frames?: Frame[] }> }>('POST', '/api/ds/query', {
    from: String(from * 1000),
    to: String(to * 1000),
    queries: [{ ...query, refId: 'A' }],
  });
  const frame = results.A?.frames?.[0];
  return Object.fromEntries(
    (frame?.schema.fields ?? []).map(({ name }, i) => [name, frame?.data.values[i] ?? []] as const)
  );
}

/** How many operations a rule judges. */
async function judged(rule: Rule, at: number, grafana: Grafana): Promise<number> {
  const query = rule.data.find(({ model }) => model.queryType === 'deviation');
  return (await asked(query?.model ?? {}, at - 10 * MINUTE, at, grafana)).operation?.length ?? 0;
}

/** The violations of a week, of every system. */
async function violations(to: number, lab: Lab, grafana: Grafana): Promise<Line> {
  let [all, without, operations] = [0, 0, 0];
  for (const { name: system } of systems) {
    const ours = { datasource: datasources.yardstick, system };
    const list = await asked(
      { ...ours, queryType: 'table', table: 'violations' },
      to - DAYS_OF_VIOLATIONS * 86_400,
      to,
      grafana
    );
    operations +=
      (await asked({ ...ours, queryType: 'baseline' }, to - HOURS * 3600, to, grafana)).operation?.length ?? 0;
    (list.operation ?? []).forEach((operation, i) => {
      const at = Number(list.start?.[i]) / 1000;
      all++;
      // A violation begins with its first window, which began before the fault did; a run is slow by the minute in which it ends.
      if (
        ![1, MINUTES_OF_A_WINDOW].some((minutes) => hasCause(system, String(operation), at + minutes * MINUTE, lab))
      ) {
        without++;
        console.log(`  ${String(operation)} at ${new Date(at * 1000).toISOString()}`);
      }
    });
  }
  const bound = FALSE_WARNINGS * operations * DAYS_OF_VIOLATIONS;
  return {
    what: `violations of ${DAYS_OF_VIOLATIONS} days, ${operations} operations`,
    measured: `${all}, ${without} of them without a cause`,
    bound: `at most ${FALSE_WARNINGS} an operation and day: ${bound.toFixed(1)}`,
    ok: all > 0 && operations > 0 && without <= bound,
  };
}

async function measure(lab: Lab, grafana: Grafana): Promise<Line[]> {
  const to = Math.floor(lab.past.to / MINUTE) * MINUTE - 5 * MINUTE;
  const from = to - HOURS * 3600;
  const lines: Line[] = [];
  for (const rule of comparing()) {
    const operations = await judged(rule, to, grafana);
    const found = await begun(rule, from, to, grafana);
    const without = found.filter(({ operation, at }) => !hasCause(rule.labels.system ?? '', operation, at, lab));
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
  const written = await violations(to, lab, grafana);
  say(written);
  return [...lines, written];
}

const METHOD =
  `The last ${HOURS} hours of the made history, minute by minute, by Grafana's evaluation of the shipped rules. A cause is a fault ` +
  'that did something to that operation within the hour before, a minute in which the scenario made it slow (one in 4,000), or a level ' +
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
