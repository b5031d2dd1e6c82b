// Does every rule that is shipped see its condition, and only then? Grafana's
// own evaluation of the shipped files, at moments of the history at which the
// fault of a rule was there, and at one at which nothing was wrong.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { admin, lab, type Occurrence } from '../lab';

interface Rule {
  uid: string;
  title: string;
  condition: string;
  for: string;
  annotations: Record<string, string>;
  labels: Record<string, string>;
  data: Array<Record<string, unknown>>;
}

interface Evaluation {
  results: Record<
    string,
    {
      error?: string;
      frames?: Array<{ schema: { fields: Array<{ labels?: Record<string, string> }> }; data: { values: unknown[][] } }>;
    }
  >;
}

const folder = path.resolve(__dirname, '../../provisioning/alerting');

function shipped(): Rule[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap(
      (file) =>
        (parse(readFileSync(path.join(folder, file), 'utf8')) as { groups?: Array<{ rules: Rule[] }> }).groups ?? []
    )
    .flatMap(({ rules }) => rules);
}

/** The labels of the instances whose condition is true at a moment (seconds since 1970). */
async function firing(rule: Rule, at: number): Promise<Array<Record<string, string>>> {
  const { results } = await admin<Evaluation>('POST', '/api/v1/eval', {
    condition: rule.condition,
    data: rule.data,
    now: new Date(at * 1000).toISOString(),
  });
  for (const [refId, { error }] of Object.entries(results)) {
    expect(error ?? '', `${rule.title} ${refId} at ${new Date(at * 1000).toISOString()}`).toBe('');
  }
  return (results[rule.condition]?.frames ?? []).flatMap(({ schema, data }) =>
    schema.fields.flatMap(({ labels }, i) => (Number(data.values[i]?.at(-1)) > 0 ? [labels ?? {}] : []))
  );
}

/** The catalogue's id of a rule, as the faults name it: yardstick-f-d4-a01-a06 is D4-A01+A06. */
const idOf = (rule: Rule) => rule.uid.replace('yardstick-f-', '');
const asUid = (id: string) => id.toLowerCase().replace('+', '-');

const documented = shipped().filter(({ annotations }) => /^D\d-A/.test(annotations.document_id ?? ''));

/** Nothing was wrong then: half an hour before the first fault of all, and never within one. */
function quietMoment(faults: Occurrence[]): number {
  const free = (at: number) => faults.every(({ from, to }) => at < from - 5400 || at > to + 5400);
  const newest = Math.max(...faults.map(({ to }) => to));
  for (let at = newest - 600; at > newest - 30 * 86_400; at -= 600) {
    if (free(at)) {
      return at;
    }
  }
  throw new Error('the history has no quiet moment');
}

test('the shipped files hold a rule for every alert of D2 and D4', () => {
  const ids = documented.map(idOf);
  for (const id of [
    'd2-a01',
    'd2-a02',
    'd2-a03',
    'd2-a04',
    'd2-a05',
    'd2-a06',
    'd2-a07a',
    'd2-a07b',
    'd2-a08',
    'd2-a09',
  ]) {
    expect(ids).toContain(id);
  }
  for (const id of ['d4-a01-a06', 'd4-a02', 'd4-a03', 'd4-a04a', 'd4-a04b', 'd4-a05', 'd4-a07']) {
    expect(ids).toContain(id);
  }
});

for (const rule of documented) {
  test(`${idOf(rule)} ${rule.title} is true under each of its faults`, async () => {
    const faults = lab().faults.filter(({ rules }) => rules.some((id) => asUid(id) === idOf(rule)));
    expect(faults.length, 'the history holds its fault').toBeGreaterThan(0);
    for (const fault of faults) {
      const instances = await firing(rule, fault.at);
      expect(instances.length, `${fault.system} ${fault.fault} x${fault.factor}, ${fault.start}`).toBeGreaterThan(0);
    }
  });

  test(`${idOf(rule)} ${rule.title} is false when nothing is wrong`, async () => {
    const at = quietMoment(lab().faults);
    expect(await firing(rule, at), new Date(at * 1000).toISOString()).toEqual([]);
  });
}

test('each of the nine conversions is a warning at twice and critical at five times its range', async () => {
  const [warning, critical] = ['D2-A02', 'D2-A04'].map((id) => documented.find((rule) => idOf(rule) === asUid(id)));
  const runs = lab().faults.filter((fault) => 'run' in fault && fault.mode === 'factor');
  const seen = { warning: new Set<string>(), critical: new Set<string>() };
  for (const fault of runs) {
    if (!warning || !critical) {
      throw new Error('the rules D2-A02 and D2-A04 are not shipped');
    }
    const names = (instances: Array<Record<string, string>>) => instances.map(({ operation }) => slug(operation));
    expect(names(await firing(warning, fault.at)), `${fault.fault} x${fault.factor}`).toContain(fault.fault);
    seen.warning.add(fault.fault);
    if (fault.factor >= 5) {
      expect(names(await firing(critical, fault.at)), `${fault.fault} x${fault.factor}`).toContain(fault.fault);
      seen.critical.add(fault.fault);
    }
  }
  expect(seen.warning.size, 'conversions at twice their range').toBe(9);
  expect(seen.critical.size, 'conversions at five times their range').toBe(9);
});

function slug(operation = ''): string {
  return operation.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

test('a conversion that hangs is critical while it hangs', async () => {
  const critical = documented.find((rule) => idOf(rule) === 'd2-a04');
  const hanging = lab().faults.find((fault) => 'run' in fault && fault.mode === 'hang');
  if (!critical || !hanging || !('whileRunning' in hanging) || !hanging.whileRunning) {
    throw new Error('the history holds no hanging conversion');
  }
  const instances = await firing(critical, hanging.whileRunning);
  expect(instances.map(({ operation }) => slug(operation))).toContain(hanging.fault);
});
