// Which alert rules are shipped, and which of their instances are true at a
// moment? By Grafana's own evaluation of the shipped files, as they are.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { parse } from 'yaml';
import { admin } from './lab';

export type Labels = Record<string, string>;

/** One query or expression of a rule. */
interface Query {
  refId: string;
  datasourceUid: string;
  model: { datasource: { type: string; uid: string } } & Record<string, unknown>;
}

export interface Rule {
  uid: string;
  title: string;
  condition: string;
  for: string;
  annotations: Labels;
  labels: Labels;
  data: Query[];
}

interface Evaluation {
  results: Record<
    string,
    {
      error?: string;
      frames?: Array<{ schema: { fields: Array<{ labels?: Labels }> }; data: { values: unknown[][] } }>;
    }
  >;
}

const folder = path.resolve(__dirname, '../provisioning/alerting');

/** Every rule of the files in provisioning/alerting. */
export function shippedRules(): Rule[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap(
      (file) =>
        (parse(readFileSync(path.join(folder, file), 'utf8')) as { groups?: Array<{ rules: Rule[] }> }).groups ?? []
    )
    .flatMap(({ rules }) => rules);
}

/** Calls Grafana's API. */
type Ask = <T>(method: string, route: string, body?: unknown) => Promise<T>;

/** The labels of the instances whose condition is true at a moment (seconds since 1970). */
export async function trueInstances({ title, condition, data }: Rule, at: number, ask: Ask = admin): Promise<Labels[]> {
  const now = new Date(at * 1000).toISOString();
  const { results } = await ask<Evaluation>('POST', '/api/v1/eval', { condition, data, now });
  for (const [refId, { error }] of Object.entries(results)) {
    expect(error ?? '', `${title} ${refId} at ${now}`).toBe('');
  }
  return (results[condition]?.frames ?? []).flatMap(({ schema, data: { values } }) =>
    schema.fields.flatMap(({ labels }, i) => (Number(values[i]?.at(-1)) > 0 ? [labels ?? {}] : []))
  );
}

/** The rule with other data sources in place of the provisioned ones, by their uids. */
export function askedOf(rule: Rule, uids: Record<string, string>): Rule {
  const data = rule.data.map((query) => {
    const uid = uids[query.datasourceUid] ?? query.datasourceUid;
    const datasource = { ...query.model.datasource, uid };
    return { ...query, datasourceUid: uid, model: { ...query.model, datasource } };
  });
  return { ...rule, data };
}
