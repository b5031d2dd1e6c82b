/** @jest-environment node */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { clauseTitle } from './emit/clause-title';
import { guideFile, guides } from './emit/guides';
import type { Recommendation } from './model';
import { systems } from './systems';

const root = resolve(__dirname, '..');
const text = (path: string) => readFileSync(resolve(root, path), 'utf8');
const practices = systems.flatMap((system) => system.practices.map((practice) => ({ system, practice })));

test.each(practices)('$practice.id stands in its guide, with title, text and place in the document', ({ practice }) => {
  const guide = text(guideFile(practice.guide));
  const at = guide.indexOf(`### ${practice.title}\n`);
  expect(at).toBeGreaterThan(-1);
  const entry = guide.slice(at, guide.indexOf('\n#', at + 1) + 1 || undefined);
  expect(entry).toContain(practice.text);
  expect(entry).toContain(`(${practice.id}, ${practice.anchor})`);
});

test.each(systems)('$title: the guide to optimization lists what is recommended by itself', (system) => {
  const guide = text(guideFile('optimization'));
  system.recommendations.forEach(({ id, title }) => expect(guide).toContain(`| ${id} | ${title} |`));
});

test('every condition of an advice says what it measures', () => {
  const unnamed: Recommendation['when'] = [{ title: '', expr: 'vector(1)', op: '>', limit: 0, unit: 'short' }];
  systems.forEach((system) => {
    system.recommendations
      .flatMap(({ when }) => when)
      .forEach((clause) => expect(clauseTitle(clause, system)).not.toBe(''));
    expect(() => unnamed.map((clause) => clauseTitle(clause, system))).toThrow('has no title');
  });
  expect(text(guideFile('optimization'))).not.toContain('its value');
});

test.each(guides)('every link of the guide to %s leads to a file', (guide) => {
  const path = guideFile(guide);
  const links = [...text(path).matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link ?? '');
  expect(links.filter((link) => !existsSync(resolve(root, dirname(path), link)))).toEqual([]);
});
