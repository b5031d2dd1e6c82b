/**
 * What does the demo's Grafana provision? The repository's files as they are,
 * plus a contact point that hands every alert to one webhook at once.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { parse, stringify } from 'yaml';

import { ROOT } from './tools';

const KINDS = ['datasources', 'plugins', 'dashboards', 'alerting'];

function contactPoint(webhook: string): string {
  const receiver = { uid: 'yardstick-demo', type: 'webhook', settings: { url: webhook, httpMethod: 'POST' } };
  return stringify({
    apiVersion: 1,
    contactPoints: [{ orgId: 1, name: 'yardstick-demo', receivers: [receiver] }],
    policies: [
      {
        orgId: 1,
        receiver: 'yardstick-demo',
        // Grouped by everything: no alert waits for another one's interval.
        group_by: ['...'],
        group_wait: '0s',
        group_interval: '10s',
        repeat_interval: '4h',
      },
    ],
  });
}

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
  writeFileSync(path.join(folder, 'alerting', 'demo-contact-point.yaml'), contactPoint(webhook));
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
