/**
 * What does the demo's Grafana provision? The repository's files as they are,
 * plus the documents' routing by severity, with a webhook in the place of every
 * receiver, and one that gets every alert at once.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { parse, stringify } from 'yaml';

import { grafanaRoute } from '../catalog/emit/routing';
import { receiverName, receiversOf, routing } from '../catalog/routing';
import { systems } from '../catalog/systems';
import { ROOT } from './tools';

const KINDS = ['datasources', 'plugins', 'dashboards', 'alerting'];

/** The one receiver that gets everything at once, besides those that the documents want. */
const EVERYTHING = 'yardstick-demo';

/** One webhook per receiver that a routing snippet names: what a person would get there is what arrives. */
export function receiversAndPolicies(webhook: string): string {
  const contactPoint = (name: string, url: string) => ({
    orgId: 1,
    name,
    receivers: [{ uid: name, type: 'webhook', settings: { url, httpMethod: 'POST' } }],
  });
  const names = systems.flatMap((system) => {
    const wanted = receiversOf(routing[system.document]);
    return wanted.map((receiver) => receiverName(system.name, receiver));
  });
  return stringify(
    {
      apiVersion: 1,
      contactPoints: [
        contactPoint(EVERYTHING, webhook),
        ...names.map((name) => contactPoint(name, `${webhook}/${name}`)),
      ],
      policies: [
        {
          orgId: 1,
          receiver: EVERYTHING,
          ...atOnce,
          routes: [
            { receiver: EVERYTHING, object_matchers: [['system', '=~', '.+']], continue: true, ...atOnce },
            ...systems.map(grafanaRoute),
          ],
        },
      ],
    },
    { aliasDuplicateObjects: false }
  );
}

/** Grouped by everything: no alert waits for another one's interval. */
const atOnce = { group_by: ['...'], group_wait: '0s', group_interval: '10s', repeat_interval: '4h' };

/** Fills a folder that Grafana's `provisioning` path can point at, and returns it. */
export function demoProvisioning(folder: string, webhook: string): string {
  rmSync(folder, { recursive: true, force: true });
  for (const kind of KINDS) {
    const source = path.join(ROOT, 'provisioning', kind);
    const target = path.join(folder, kind);
    mkdirSync(target, { recursive: true });
    const files = existsSync(source) ? readdirSync(source) : [];
    files.forEach((name) => cpSync(path.join(source, name), path.join(target, name)));
  }
  writeFileSync(path.join(folder, 'alerting', 'demo-contact-points.yaml'), receiversAndPolicies(webhook));
  publishing(path.join(folder, 'datasources', 'yardstick.yaml'));
  return folder;
}

/** The demo's Prometheus scrapes what Yardstick publishes, so that rules outside of Grafana have their baselines too. */
function publishing(file: string): void {
  const content = parse(readFileSync(file, 'utf8')) as { datasources: Array<{ uid: string; jsonData: object }> };
  const datasources = content.datasources.map((source) =>
    source.uid === 'yardstick' ? { ...source, jsonData: { ...source.jsonData, publish: true } } : source
  );
  writeFileSync(file, stringify({ ...content, datasources }));
}
