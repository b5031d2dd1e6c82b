/** @jest-environment node */
// Does every page for people lead somewhere, and is there what it names?
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { parse } from 'yaml';

const root = resolve(__dirname, '..');
const below = (folder: string, ending: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const outsideCode = (path: string) => text(path).replace(/^ *```[^]*?^ *```/gm, '');
const pages = [...readdirSync(root).filter((name) => name.endsWith('.md')), 'src/README.md', ...below('docs', '.md')];

/** As GitHub makes them of headings. */
const anchors = (path: string) =>
  [...outsideCode(path).matchAll(/^#+ +(.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
  );

test.each(pages)('every link of %s leads to a file, and to a heading in it', (page) => {
  const links = [...outsideCode(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '');
  const broken = links.filter((link) => {
    const [file, anchor] = link.split('#');
    const path = file ? join(dirname(page), file) : page;
    return !existsSync(join(root, path)) || (anchor !== undefined && !anchors(path).includes(anchor));
  });
  expect(broken.filter((link) => !/^(https?|mailto):/.test(link))).toEqual([]);
});

test('every Go test that a page names exists', () => {
  const exist = new Set(
    below('pkg', '_test.go').flatMap((path) => [...text(path).matchAll(/^func (\w+)\(/gm)].map(([, name]) => name))
  );
  const cited = pages.flatMap((page) => text(page).match(/`(Test|Fuzz|Benchmark)[A-Z]\w+/g) ?? []);
  expect(cited.length).toBeGreaterThan(50);
  expect(cited.filter((name) => !exist.has(name.slice(1)))).toEqual([]);
});

test('every script of npm that a page names exists', () => {
  const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
  const cited = pages.flatMap((page) =>
    [...text(page).matchAll(/npm run ([a-z0-9:]+)/g)].map(([, name]) => name ?? '')
  );
  expect([...new Set(cited)].filter((name) => !(name in scripts))).toEqual([]);
});

test('every number that the README has from a page of measurements still stands there', () => {
  const rows = text('README.md')
    .split('\n')
    .filter((line) => /^\|.*\| [^|]*(npm run (bench|evaluate)|the same)[^|]*\|$/.test(line));
  const measured = text('docs/benchmarks.md') + text('docs/evaluation.md');
  const numbers = rows.flatMap((row) => [...row.matchAll(/\*\*([^*]+)\*\*/g)].map(([, number]) => number ?? ''));
  expect(numbers).toHaveLength(8);
  expect(numbers.filter((number) => !measured.includes(number))).toEqual([]);
});

describe("links of dashboards to Grafana's list of rules", () => {
  interface Shipped {
    title: string;
    labels: Record<string, string>;
  }
  const rules = below('provisioning/alerting', '.yaml').flatMap((path) =>
    (parse(text(path)) as { groups: Array<{ rules: Shipped[] }> }).groups.flatMap((group) => group.rules)
  );
  /** As the list reads a search: what is no filter is looked for in the names of rules. */
  const found = (search: string) => {
    const [, filter, value = ''] = /^(label|rule):"?([^"]*)"?$/.exec(search) ?? ['', 'word', search];
    const [, label = '', op, wanted = ''] = /^(\w+)(=~|=)(.*)$/.exec(value) ?? [];
    return rules.filter(({ title, labels }) =>
      filter === 'label'
        ? op === '=~'
          ? new RegExp(`^(?:${wanted})$`).test(labels[label] ?? '')
          : labels[label] === wanted
        : title.toLowerCase().includes(value.toLowerCase())
    );
  };
  const searches = (path: string) =>
    [...text(path).matchAll(/"url": "\/alerting\/list\?search=([^"]*)"/g)].map(([, search]) =>
      decodeURIComponent(search ?? '')
    );

  test.each(below('dashboards', '.json'))('of %s find rules', (path) => {
    expect(searches(path).length).toBeGreaterThan(0);
    expect(searches(path).filter((search) => found(search).length === 0)).toEqual([]);
  });

  test('of the overview find all, and of Yardstick itself its own', () => {
    const [all] = searches('dashboards/overview/yardstick-overview.json');
    expect(found(all ?? '')).toHaveLength(rules.length);
    const [own] = searches('dashboards/itself/yardstick-itself.json');
    expect(found(own ?? '').map(({ labels }) => labels.system)).toEqual(
      rules.map(({ labels }) => labels.system).filter((system) => system === 'yardstick')
    );
  });
});
