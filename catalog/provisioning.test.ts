/** @jest-environment node */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parse } from 'yaml';

const root = resolve(__dirname, '../provisioning');
const files = readdirSync(root, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.yaml'))
  .sort();
const text = (file: string) => readFileSync(resolve(root, file), 'utf8');

/** Everything that a file gives to Grafana as a value of a key. */
function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(keysOf);
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, below]) => [key, ...keysOf(below)])
    : [];
}

describe('the provisioning files', () => {
  it('read two variables of the environment and no more', () => {
    const read = files
      .filter((file) => !file.startsWith('rules') && !file.startsWith('alerting')) // $labels and $values there are the alert's own
      .flatMap((file) => [...text(file).matchAll(/\$\{?(\w+)/g)].map(([, name]) => name));
    expect([...new Set(read)].sort()).toEqual(['PROMETHEUS_URL', 'YARDSTICK_DASHBOARDS']);
  });

  it.each(files)('%s carries no secret and no field for one', (file) => {
    const keys = keysOf(parse(text(file)));
    expect(keys.filter((key) => /password|secret|token|credential|apikey|basicAuth/i.test(key))).toEqual([]);
    expect(text(file)).not.toMatch(/\/\/[^/\s]*:[^/\s]*@/);
  });

  it.each(files.filter((file) => file.startsWith('alerting')))('%s reads no variable of the environment', (file) => {
    const read = [...text(file).matchAll(/(?<!\$)\$\{?([A-Z][A-Z_]+)/g)].map(([, name]) => name);
    expect(read).toEqual([]);
  });

  // Without a choice Grafana takes the first by name: of two servers it may take Prometheus from one, Yardstick from the other.
  it('bring the two data sources that every dashboard begins with', () => {
    const brought = ['datasources/prometheus.yaml', 'datasources/yardstick.yaml'].flatMap((file) => {
      const { datasources } = parse(text(file)) as { datasources: Array<{ name: string; uid: string }> };
      return datasources.map(({ name, uid }) => ({ text: name, value: uid }));
    });
    const folder = resolve(__dirname, '../dashboards');
    const dashboards = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json')
    );
    expect(dashboards).toHaveLength(10);
    for (const name of dashboards) {
      const { templating } = JSON.parse(readFileSync(resolve(folder, name), 'utf8')) as {
        templating: { list: Array<{ name: string; current?: object }> };
      };
      const begins = ['prometheus', 'yardstick'].map(
        (variable) => templating.list.find((one) => one.name === variable)?.current
      );
      expect([name, begins]).toEqual([name, brought]);
    }
  });
});
