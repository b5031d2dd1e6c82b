/** @jest-environment node */
// Does every page for people lead somewhere, and is there what it names?
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

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
