/**
 * Does the renderer understand what the command really prints? testdata/omninode.json is the
 * unchanged output of `yardstick report daily --system omninode --day 2026-11-20 --format json`
 * on the demo's Prometheus; make it anew when pkg/report changes.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { filesOf } from './files';
import { parseReports } from './numbers';
import { formats } from './options';

const text = readFileSync(path.join(__dirname, 'testdata', 'omninode.json'), 'utf8');
const [report] = parseReports(text, 'omninode.json');

/** Fields that the command may leave out. */
const optional = new Set([
  '.operations[].setTitle',
  '.operations[].failed',
  '.sections[].items[].rows[].unit',
  '.sections[].items[].rows[].text',
]);

/** Paths of the fields that one side has and the other has not; list items as one. */
function missingIn(a: unknown, b: unknown, at = ''): string[] {
  if (Array.isArray(b)) {
    return Array.isArray(a) ? b.flatMap((item, i) => missingIn(a[i], item, `${at}[]`)) : [];
  }
  if (typeof b !== 'object' || b === null || typeof a !== 'object' || a === null) {
    return [];
  }
  const has = new Set(Object.keys(a));
  return Object.entries(b).flatMap(([key, value]) =>
    has.has(key) ? missingIn((a as Record<string, unknown>)[key], value, `${at}.${key}`) : [`${at}.${key}`]
  );
}

describe('the output of the real command', () => {
  it('has every field that the renderer reads', () => {
    const raw: { reports: unknown[] } = JSON.parse(text);
    const missing = missingIn(raw.reports[0], report).filter((field) => !optional.has(field));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('has the five sections of the document, all measured', () => {
    expect(report?.sections.map((s) => s.title)).toEqual([
      '1. System Health Status',
      '2. Database Performance',
      '3. Kafka Performance',
      '4. Cache Performance',
      '5. Slowest Operations (last 24h)',
    ]);
    expect(report?.sections.flatMap((s) => s.items).filter((i) => i.missing !== '')).toEqual([]);
    expect([...new Set(report?.sections.flatMap((s) => s.items.map((i) => i.id)))]).toEqual([
      'D4-R01',
      'D4-R02',
      'D4-R03',
      'D4-R04',
      'D4-R05',
    ]);
  });

  it.each([...formats])('becomes %s without a hole', (format) => {
    const files = filesOf(report!, [format]);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(file.text).not.toMatch(/undefined|NaN|\[object/);
      expect(file.text.length).toBeGreaterThan(50);
    }
  });
});
