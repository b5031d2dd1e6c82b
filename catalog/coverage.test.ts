/** @jest-environment node */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { coverage, type Proof } from './coverage';
import { documents, systems } from './systems';
import { System } from './system';

const root = resolve(__dirname, '..');
/** The inventory that was made apart from this project; it is not part of the repository. */
const inventoryFile = resolve(root, '..', 'shared', 'catalogue.json');
type Inventory = Record<string, Record<string, Array<{ id: string; line: string }>>>;

const covered = systems.map((system) => ({ system, lines: coverage(system, documents[system.name] ?? {}) }));
const lines = covered.flatMap((part) => part.lines);
const total = 560;

/** What a file says of itself, and what a file of JSON says within strings. */
function says(path: string, name: string): boolean {
  const text = readFileSync(resolve(root, path), 'utf8');
  return text.includes(name) || text.includes(JSON.stringify(name).slice(1, -1));
}

test('nothing that a document names is missing', () => {
  expect(lines.filter(({ outcome }) => outcome.kind === 'missing').map(({ id }) => id)).toEqual([]);
});

const absent = System.shape.document.options.filter((document) => !systems.some((s) => s.document === document));
if (absent.length > 0) {
  test.todo(`all ${total} ids: the documents ${absent.join(', ')} are not served yet`);
} else {
  test(`all ${total} ids of the five documents are listed once`, () => {
    expect(lines).toHaveLength(total);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(total);
  });
}

const withInventory = existsSync(inventoryFile) ? test.each(systems) : test.skip.each(systems);
withInventory('$title: the committed list of ids and lines is the inventory of its document', (system) => {
  const { inventory } = JSON.parse(readFileSync(inventoryFile, 'utf8')) as { inventory: Inventory };
  const items = Object.values(inventory[system.document] ?? {}).flat();
  expect(documents[system.name]).toEqual(Object.fromEntries(items.map(({ id, line }) => [id, line])));
});

test('only advice without a trigger and other features may be answered', () => {
  const answered = lines.filter(({ outcome }) => outcome.kind === 'answered').map(({ id }) => id);
  expect(answered.filter((id) => !/^D\d-[OX]/.test(id))).toEqual([]);
});

test('quantities, thresholds, alerts and panels are served now', () => {
  const later = lines.filter(({ id, outcome }) => /^D\d-[QTAP]/.test(id) && outcome.kind !== 'served');
  expect(later.map(({ id }) => id)).toEqual([]);
});

const served = lines.flatMap(({ id, outcome }) => (outcome.kind === 'served' ? [{ id, ...outcome }] : []));

test.each(served)('$id is served by what exists and says so, and tested by what exists', ({ by, tests }) => {
  const wrong = (proof: Proof) =>
    existsSync(resolve(root, proof.path)) ? proof.names.filter((name) => !says(proof.path, name)) : [proof.path];
  expect(by).not.toEqual([]);
  expect(by.flatMap(wrong)).toEqual([]);
  expect(tests.filter((path) => !existsSync(resolve(root, path)))).toEqual([]);
});

test('the page has a line for every id', () => {
  const page = readFileSync(resolve(root, 'docs/coverage.md'), 'utf8');
  const ids = [...page.matchAll(/^\| (D\d-[A-Z]\d+) \|/gm)].map(([, id]) => id);
  expect(ids).toEqual(lines.map(({ id }) => id));
});

test('an id that the specification does not know is missing, not silently served', () => {
  const [system] = systems;
  expect(coverage(system!, { 'D1-Q99': '1' })).toEqual([{ id: 'D1-Q99', title: '', outcome: { kind: 'missing' } }]);
});
