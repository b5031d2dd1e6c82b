// Is each system watched on its own? A fault of one system makes no rule of
// another true, and where a system is not scraped none of its rules is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { ruleUid } from '../../catalog/project';
import { systems } from '../../catalog/systems';
import { jobs } from '../../demo/systems/jobs';
import { admin, instant, lab } from '../lab';
import { troubled } from '../made-history';
import { startPrometheus } from '../prometheus-server';
import { askedOf, shippedRules, trueInstances, type Labels, type Rule } from '../shipped-rules';

const shipped = shippedRules();
const rulesOf = (system: string) => shipped.filter(({ labels }) => labels.system === system);

/** "Slightly above normal" and single slow runs are so now and then by chance, with no fault at all. */
const byChance = systems
  .flatMap(({ alerts }) => alerts)
  .filter(({ condition }) => condition.kind === 'deviation' && ['info', 'slow'].includes(condition.measure))
  .map(({ id }) => ruleUid(id));

/** Where chance may have its say, it has to be of an operation of the rule's own system. */
const mayBe = (rule: Rule, instance: Labels) =>
  byChance.includes(rule.uid) && instance.system === rule.labels.system && instance.operation !== '';

interface True {
  rule: Rule;
  instance: Labels;
}

/** What is true of some rules at a moment; a few at a time, as Grafana's scheduler would ask. */
async function whatIsTrue(rules: Rule[], at: number): Promise<True[]> {
  const found: True[] = [];
  const left = [...rules];
  const ask = async () => {
    for (let rule = left.pop(); rule; rule = left.pop()) {
      for (const instance of await trueInstances(rule, at)) {
        found.push({ rule, instance });
      }
    }
  };
  await Promise.all([ask(), ask(), ask(), ask()]);
  return found;
}

for (const { name } of systems) {
  test(`a fault of ${name} makes no rule of another system true`, async () => {
    test.setTimeout(600_000);
    const faults = lab().faults.filter(({ system }) => system === name);
    expect(faults.length).toBeGreaterThanOrEqual(5);
    const wrong: string[] = [];
    for (const { fault, start, at } of faults) {
      // What has a fault of its own at that time may say so.
      const others = systems.filter((other) => other.name !== name && !troubled(lab().faults, other.name, at));
      const found = await whatIsTrue(
        others.flatMap((other) => rulesOf(other.name)),
        at
      );
      wrong.push(
        ...found
          .filter(({ rule, instance }) => !mayBe(rule, instance))
          .map(({ rule, instance }) => `${fault} ${start}: ${rule.title} ${JSON.stringify(instance)}`)
      );
    }
    expect(wrong).toEqual([]);
  });
}

/** Data sources of the test's own, which ask another Prometheus. */
async function addDatasources(url: string): Promise<Record<string, string>> {
  const uids = { prometheus: 'isolation-prometheus', yardstick: 'isolation-yardstick' };
  const add = (uid: string, type: string) =>
    admin('POST', '/api/datasources', { name: uid, uid, type, url, access: 'proxy', jsonData: {} });
  await add(uids.prometheus, 'prometheus');
  await add(uids.yardstick, 'yardstick-baselines-datasource');
  return uids;
}

for (const { name, document } of systems) {
  test(`where ${name} is not scraped none of its rules is true, whatever else is there`, async () => {
    test.setTimeout(120_000);
    expect(rulesOf(name).length, `rules of ${document}`).toBeGreaterThan(1);
    const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-without-'));
    const others = jobs.filter(({ system }) => system !== name);
    const targets = others.map((job): [string, string] => [job.name, `${lab().control}/${job.name}/metrics`]);
    const prometheus = await startPrometheus(folder, Object.fromEntries(targets));
    let uids: Record<string, string> = {};
    try {
      uids = await addDatasources(prometheus.url);
      // Two scrapes of everything, so that rates have a value.
      const scraped = async () =>
        (await instant('count_over_time(up[1m]) >= 2 and up == 1', undefined, prometheus.url)).length;
      await expect.poll(scraped, { timeout: 30_000 }).toBe(others.length);
      const rules = rulesOf(name).map((rule) => askedOf(rule, uids));
      expect(await whatIsTrue(rules, Date.now() / 1000)).toEqual([]);
    } finally {
      for (const uid of Object.values(uids)) {
        await admin('DELETE', `/api/datasources/uid/${uid}`);
      }
      await prometheus.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
