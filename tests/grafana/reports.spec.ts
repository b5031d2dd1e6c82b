// Is every item that the five documents want of a report there, with the numbers of Prometheus? One test per item. Those
// of expressions are held against PromQL of another shape (report-items.ts says what may differ and why); those of the
// engine against what the history is known to hold, or against the list that the item sums up.
import { expect, test } from '@playwright/test';
import { systems } from '../../catalog/systems';
import { admin, instant, lab } from '../lab';
import { expected, type Kind, type Span } from './report-items';

interface Row {
  name: string;
  labels: Record<string, string>;
  value: number | null;
  text?: string;
}
interface Item {
  id: string;
  title: string;
  kind: 'value' | 'list';
  value: number | null;
  rows: Row[];
  missing: string;
}
interface Violation {
  operation: string;
  signal: 'latency' | 'errors';
  tier: string;
  start: string;
  end: string | null;
  peak: number | null;
}
interface Report {
  from: string;
  to: string;
  sections: Array<{ items: Item[] }>;
  violations: Violation[];
  operations: Array<{ operation: string; tier: string; ratio: number | null; ratioLow: number | null; state: string }>;
  worse: unknown[];
}

const DAY = 86_400_000;
const resources = '/api/datasources/uid/yardstick/resources';
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);
/** The last day and week that are over, whatever the live scrapes do; of months the one that goes on, which has violations. */
const days: Record<Kind, number> = {
  daily: Date.now() - DAY,
  weekly: Date.now() - 7 * DAY,
  monthly: Date.now(),
  run: Date.now() - DAY,
};

const made = new Map<string, Promise<Report>>();
function reportOf(system: string, period: Kind): Promise<Report> {
  const key = `${system} ${period}`;
  const report =
    made.get(key) ??
    admin<Report>('GET', `${resources}/reports/${period}?system=${system}&day=${dateOf(days[period])}&again=true`);
  made.set(key, report);
  return report;
}

async function itemOf(
  system: string,
  period: Kind,
  id: string,
  title: string
): Promise<{ item: Item; report: Report }> {
  const report = await reportOf(system, period);
  const item = report.sections.flatMap(({ items }) => items).find((one) => one.id === id && one.title === title);
  expect(item, `${id} ${title} in the ${period} report`).toBeDefined();
  return { item: item as Item, report };
}

/** The period before begins one of the calendar earlier, and is as long as this one where it is long enough. */
function spanOf({ from, to }: Report, period: Kind): Span {
  const [began, ended] = [Date.parse(from), Date.parse(to)];
  const before = new Date(began);
  if (period === 'monthly') {
    before.setUTCMonth(before.getUTCMonth() - 1);
  } else {
    before.setTime(began - (period === 'weekly' ? 7 : 1) * DAY);
  }
  const seconds = Math.round((ended - began) / 1000);
  const compared = Math.min(seconds, (began - before.getTime()) / 1000);
  const endOfBefore = before.getTime() + compared * 1000;
  return { seconds, before: { offset: Math.round((ended - endOfBefore) / 1000), seconds: compared } };
}

const keyOf = (labels: Record<string, string>) =>
  JSON.stringify(
    Object.entries(labels)
      .filter(([name]) => name !== '__name__')
      .sort()
  );

const all = systems.flatMap((system) =>
  system.report.map((item) => ({ ...item, system: system.name, period: (item.period ?? 'daily') as Kind }))
);

for (const { system, id, title, period, engine } of all) {
  if (engine) {
    continue;
  }
  test(`${id} ${title} of the ${period} report is what Prometheus says`, async () => {
    const own = expected[`${id} ${period} ${title}`];
    const { item, report } = await itemOf(system, period, id, title);
    if (/^Time that alerts fired/.test(title)) {
      // This Prometheus has no rules, and says so; with alerts its number is held in pkg/report/catalogue_test.go.
      expect(item.rows).toEqual([]);
      expect(item.missing).toContain('this Prometheus has no such series');
      return;
    }
    expect(own, 'an independent expression').toBeDefined();
    if (!own) {
      return;
    }
    const rows = item.kind === 'value' ? [{ name: title, labels: {}, value: item.value }] : item.rows;
    const wanted = await instant(own.expr(spanOf(report, period)), Date.parse(report.to));
    const values = new Map(
      wanted
        .map(({ metric, value }) => [keyOf(metric), Number(value[1])] as const)
        .filter(([, value]) => Number.isFinite(value))
    );
    expect(values.size, `Prometheus has it on the demo: ${item.missing}`).toBeGreaterThan(0);
    if (!own.top && title !== 'Resources against the week before') {
      expect(rows.map(({ labels }) => keyOf(labels)).sort(), item.missing).toEqual([...values.keys()].sort());
    }
    let compared = 0;
    for (const row of rows) {
      const value = values.get(keyOf(row.labels));
      if (value === undefined) {
        continue;
      }
      if (own.words) {
        expect(row.text, `${row.name}: independently ${value}`).toBe(own.words[value]);
        compared++;
        continue;
      }
      const margin = own.tolerance.absolute + own.tolerance.relative * Math.abs(value);
      expect(
        Math.abs((row.value ?? NaN) - value),
        `${row.name}: ${row.value}, independently ${value}`
      ).toBeLessThanOrEqual(margin);
      compared++;
    }
    expect(compared, 'rows that were compared').toBeGreaterThan(0);
  });
}

/** Seconds of a violation within the report's period. */
const within = (v: Violation, { from, to }: Report) =>
  Math.max(
    0,
    (Math.min(Date.parse(v.end ?? to), Date.parse(to)) - Math.max(Date.parse(v.start), Date.parse(from))) / 1000
  );

/** What failed of an operation, and that it completed nothing, are lines of their own. */
const byOperation = (report: Report, of: (v: Violation) => number) => {
  const sums = new Map<string, number>();
  for (const v of report.violations) {
    const name = [v.operation, signalWords.get(v.signal)].filter(Boolean).join(' ');
    sums.set(name, (sums.get(name) ?? 0) + of(v));
  }
  return sums;
};

const signalWords = new Map([
  ['errors', 'failed requests'],
  ['rate', 'nothing completed'],
]);
const violated = (rows: Row[]) =>
  numbers(
    rows.map((row) => {
      const words = [...signalWords.values()].find((some) => row.text?.startsWith(some));
      return words ? { ...row, name: `${row.name} ${words}` } : row;
    })
  );

const numbers = (rows: Row[]) => new Map(rows.map(({ name, value }) => [name, value]));

/** How each list of the engine is checked: on its own words' terms, from the violations, the store or raw Prometheus. */
const checks: Record<string, (found: { item: Item; report: Report; system: string }) => Promise<void> | void> = {
  violations: ({ item, report, system }) => {
    expect(violated(item.rows)).toEqual(byOperation(report, () => 1));
    // The history's slow operations of these days are among them: what Prometheus holds and nobody wrote down by hand.
    const learnedFrom = Date.now() - 6 * DAY;
    const known = lab().faults.filter(
      (fault) =>
        fault.system === system &&
        fault.mode === 'factor' &&
        fault.factor >= 3 &&
        !('run' in fault) &&
        fault.from * 1000 > Math.max(Date.parse(report.from), learnedFrom) &&
        fault.to * 1000 < Date.parse(report.to)
    );
    for (const fault of known) {
      const seen = report.violations.some(
        (v) =>
          v.signal === 'latency' &&
          Date.parse(v.start) < fault.to * 1000 + 600_000 &&
          Date.parse(v.end ?? report.to) > fault.from * 1000
      );
      expect(seen, `${fault.fault} x${fault.factor} at ${fault.start}`).toBe(true);
    }
  },
  'violation time': ({ item, report }) => {
    for (const [operation, seconds] of byOperation(report, (v) => within(v, report))) {
      expect(violated(item.rows).get(operation), operation).toBeCloseTo(seconds, 0);
    }
  },
  incidents: ({ item, report }) => {
    expect(item.rows).toHaveLength(report.violations.length);
    const total = item.rows.reduce((sum, { value }) => sum + (value ?? 0), 0);
    expect(total).toBeCloseTo(
      report.violations.reduce((sum, v) => sum + within(v, report), 0),
      0
    );
  },
  slower: ({ item, report }) => {
    const slow = report.operations.filter(
      ({ tier, ratioLow, ratio }) => tier !== 'normal' && (ratioLow ?? 0) > 1 && (ratio ?? 0) > 1
    );
    expect(item.rows.map(({ name }) => name).sort()).toEqual(slow.map(({ operation }) => operation).sort());
  },
  faster: ({ item, report }) => {
    for (const row of item.rows) {
      const own = report.operations.find(({ operation, state }) => operation === row.name && state !== 'documented');
      expect(row.value, row.name).toBeCloseTo(1 - (own?.ratio ?? NaN), 9);
    }
  },
  targets: async ({ item, system, report }) => {
    expect(item.rows.length).toBeGreaterThan(0);
    const words = item.rows.map(({ text }) => text ?? '');
    expect(
      words.some((text) => /met|missed/.test(text)),
      words.join('; ')
    ).toBe(true);
    expect(system, report.to).not.toBe('');
  },
  load: async ({ item, report, system }) => {
    expect(system, 'the one document that asks for it').toBe('kgas');
    const end = Math.floor(Date.parse(report.to) / DAY) * DAY;
    const counter = 'kgas_operation_duration_seconds_count{job="kgas"}';
    // A process that began in that day counts from 0.
    const perSecond = await instant(`sum by (operation_type) (increase(${counter}[1d])) / 86400`, end);
    const raw = new Map(perSecond.map(({ metric, value }) => [metric.operation_type ?? '', Number(value[1])]));
    const rates = numbers(item.rows);
    // Of what is asked for less than once in a window, the extrapolation of the two scrapes around it is no small part.
    const often = [...raw].filter(([, rate]) => rate > 0.01);
    expect(often.length).toBeGreaterThan(4);
    expect([...rates.keys()]).toEqual(expect.arrayContaining(often.map(([operation]) => operation)));
    for (const [operation, rate] of often) {
      // Windows of five minutes hold five scrapes of the history, four of the steps between them, and are extrapolated.
      const value = rates.get(operation) ?? NaN;
      expect(Math.abs(value - rate) / rate, `${operation}: ${value}, raw ${rate}`).toBeLessThan(0.05);
    }
  },
};

/** What is a matter of people or of chance may be empty, and then says what that means. */
const mayBeEmpty = [
  'acts',
  'verdicts',
  'releases',
  'shifts',
  'improvements',
  'faster',
  'slower',
  'forecast',
  'growth',
  'recommendations',
];

/** Empty where the report has no violation: which week of a system is quiet is a matter of the day on which one looks. */
const ofViolations = ['violations', 'violation time', 'incidents'];

for (const { system, id, title, period, engine } of all) {
  if (!engine) {
    continue;
  }
  test(`${id} ${title} of the ${period} report of ${system} is what the engine knows`, async () => {
    const { item, report } = await itemOf(system, period, id, title);
    if (item.rows.length === 0) {
      const quiet = ofViolations.includes(engine) && report.violations.length === 0;
      expect(quiet || mayBeEmpty.includes(engine), `${id} ${title} is empty: ${item.missing}`).toBe(true);
      expect(item.missing).not.toBe('');
      if (!quiet) {
        return;
      }
    }
    expect(item.rows.every(({ name, value, text }) => name !== '' && (value !== null || (text ?? '') !== ''))).toBe(
      true
    );
    await checks[engine]?.({ item, report, system });
  });
}

/** The first of the last period that is over, where the demo's systems are: in UTC. */
function lastOver(period: 'daily' | 'weekly' | 'monthly'): string {
  const day = new Date(new Date().setUTCHours(0, 0, 0, 0));
  switch (period) {
    case 'daily':
      day.setUTCDate(day.getUTCDate() - 1);
      break;
    case 'weekly':
      day.setUTCDate(day.getUTCDate() - 7 - ((day.getUTCDay() + 6) % 7));
      break;
    case 'monthly':
      day.setUTCMonth(day.getUTCMonth() - 1, 1);
  }
  return dateOf(day.getTime());
}

interface Kept {
  system: string;
  period: string;
  day: string;
  at: string;
}

// The learner keeps them when a pass is done, the first as soon as everything is learned, which the lab waited for. Which
// are due and when, on a clock of its own: pkg/report/kept_test.go, pkg/learn/after_test.go.
test('decisions and verdicts of people are in the report of their week and month', async () => {
  const { report } = await itemOf('kgas', 'monthly', 'D2-R12', 'Verdicts');
  const list = await admin<Array<{ id: number; start: string }>>(
    'GET',
    `${resources}/violations?system=kgas&from=${report.from}&to=${new Date().toISOString()}`
  );
  const judged = list.find(({ id, start }) => id > 0 && Date.parse(start) > Date.parse(report.from));
  expect(judged, 'a violation of this month').toBeDefined();
  await admin('POST', `${resources}/violations/${judged?.id}/verdict`, { verdict: 'true' });
  try {
    const again = await admin<Report>('GET', `${resources}/reports/monthly?system=kgas&again=true`);
    const items = again.sections.flatMap(({ items: some }) => some);
    const verdicts = items.find(({ title }) => title === 'Verdicts');
    expect(verdicts?.rows.find(({ name }) => name === 'confirmed')?.value).toBeGreaterThanOrEqual(1);
  } finally {
    await admin('POST', `${resources}/violations/${judged?.id}/verdict`, { verdict: '' });
  }
});

test('periods that are over are kept, and stay what they were', async () => {
  const wanted = systems.flatMap(({ name }) =>
    (['daily', 'weekly', 'monthly'] as const).map((period) => `${name} ${period} ${lastOver(period)}`)
  );
  const kept = () => admin<Kept[]>('GET', `${resources}/reports`);
  const names = async () => (await kept()).map(({ system, period, day }) => `${system} ${period} ${day}`);
  await expect.poll(names, { timeout: 150_000 }).toEqual(expect.arrayContaining(wanted));
  for (const one of (await kept()).filter(({ system }) => system === 'omninode')) {
    const path = `${resources}/reports/${one.period}?system=${one.system}&day=${one.day}`;
    const first = await admin<Report & { keptAt: string }>('GET', path);
    expect(Date.parse(first.keptAt)).toBe(Date.parse(one.at));
    expect(first.operations.length).toBeGreaterThan(0);
    expect(await admin('GET', path)).toEqual(first);
    const anew = await admin<Report>('GET', `${path}&again=true`);
    expect(anew).not.toHaveProperty('keptAt');
    expect([anew.from, anew.to]).toEqual([first.from, first.to]);
  }
});
