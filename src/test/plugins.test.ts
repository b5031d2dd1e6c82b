/** @jest-environment node */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expectedFiles } from '../../tools/texts';

test.each([...expectedFiles()])('%s has the texts of the source; else run: npx tsx tools/texts.ts', (file, content) => {
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe(content);
});

const folders = ['', 'datasource', 'panels/conversion-timings', 'panels/circuit-breakers'];
const pluginAt = (folder: string) =>
  JSON.parse(readFileSync(path.join(__dirname, '..', folder, 'plugin.json'), 'utf8')) as {
    id: string;
    type: string;
    includes?: Array<{ type: string; path: string }>;
    info: { logos: Record<string, string>; screenshots: Array<{ path: string }> };
    dependencies: { grafanaDependency: string };
    executable?: string;
    backend?: boolean;
    alerting?: boolean;
  };

test('there are four plugins with their documented ids', () => {
  expect(folders.map((folder) => pluginAt(folder).id)).toEqual([
    'yardstick-baselines-app',
    'yardstick-baselines-datasource',
    'yardstick-conversions-panel',
    'yardstick-breakers-panel',
  ]);
});

test('the app names every nested plugin, and no dashboards, which it would overwrite', () => {
  const includes = pluginAt('').includes ?? [];
  const nested = includes.filter(({ type }) => type !== 'page');
  expect(nested.map(({ path: file }) => path.dirname(file))).toEqual(folders.slice(1));
  expect(nested.map(({ type }) => type)).toEqual(['datasource', 'panel', 'panel']);
});

test('only the data source has a back end, with alerting', () => {
  expect(folders.filter((folder) => pluginAt(folder).backend)).toEqual(['datasource']);
  expect(pluginAt('datasource')).toMatchObject({ alerting: true, executable: 'gpx_yardstick_datasource' });
});

test.each(folders)('the plugin in "%s" has its own logo and runs on 12.3 and later', (folder) => {
  const plugin = pluginAt(folder);
  expect(plugin.dependencies.grafanaDependency).toBe('>=12.3.0-0');
  for (const logo of Object.values(plugin.info.logos)) {
    expect(existsSync(path.join(__dirname, '..', folder, logo))).toBe(true);
  }
});

test('the page that Grafana shows of the app leads nowhere that is not there', () => {
  // Grafana shows it below its own address: what is relative to the file is not found.
  const page = readFileSync(path.join(__dirname, '..', 'README.md'), 'utf8');
  const targets = [...page.matchAll(/\]\(([^)]*)\)|<a href="([^"]*)"/g)].map(([, link, anchor]) => link ?? anchor);
  expect(targets.filter((target) => !target?.startsWith('https://'))).toEqual([]);
});

test('the screenshots are pictures of the documentation', () => {
  const { screenshots } = pluginAt('').info;
  expect(screenshots.length).toBeGreaterThan(0);
  for (const { path: file } of screenshots) {
    expect(existsSync(path.join(__dirname, '../../docs', file))).toBe(true);
  }
});
