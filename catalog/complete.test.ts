/** @jest-environment node */
import { documents, systems } from './systems';
import { panelsOf, type System } from './system';

/** Lines that an item of a document may be anchored at. */
function lines(text: string): Set<number> {
  const numbers = new Set<number>();
  for (const part of text.replaceAll(/\([^)]*\)/g, '').matchAll(/(\d+)(?:-(\d+))?(?=,| |$)/g)) {
    const from = Number(part[1]);
    for (let line = from; line <= Number(part[2] ?? from); line++) {
      numbers.add(line);
    }
  }
  return numbers;
}

const shown = (system: System) =>
  panelsOf(system).flatMap(({ panel }) => panel.serves.map((id) => ({ id, anchor: panel.anchor })));
const several = (id: string, anchor: string) =>
  id.split('+').map((part) => ({ id: part.startsWith('D') ? part : `${id.slice(0, 3)}${part}`, anchor }));

/** Everything that a system serves, by kind, with where it says that it comes from. */
function served(system: System): Record<string, Array<{ id: string; anchor: string }>> {
  return {
    Q: system.quantities,
    T: [...system.targets.flatMap((t) => several(t.id, t.anchor)), ...system.settings],
    A: system.alerts.flatMap((alert) => alert.documentIds.map((id) => ({ id, anchor: alert.anchor }))),
    P: shown(system),
    R: system.report,
    O: [...system.recommendations, ...system.practices, ...shown(system)],
    X: [...system.features, ...shown(system)],
  };
}

describe.each(systems)('$title', (system) => {
  const document = documents[system.name] ?? {};
  const kinds = served(system);

  test('what its document names is written down apart from the specification', () => {
    expect(Object.keys(document).length).toBeGreaterThan(0);
  });

  test.each(Object.entries(document))('%s (l.%s) is served', (id, where) => {
    const found = (kinds[id.charAt(3)] ?? []).filter((item) => item.id === id);
    expect(found).not.toEqual([]);
    // A panel may stand for several places; everything else is anchored where the document says it.
    if (id.charAt(3) !== 'O' && id.charAt(3) !== 'P') {
      const allowed = lines(where);
      found.forEach(({ anchor }) =>
        expect([...lines(anchor.replace(/D\d l\./g, ''))].some((line) => allowed.has(line))).toBe(true)
      );
    }
  });

  test('nothing is served that the document does not name', () => {
    const named = new Set(Object.keys(document));
    const ids = Object.values(kinds)
      .flat()
      .map(({ id }) => id);
    expect(ids.filter((id) => !named.has(id) && (id.charAt(3) !== 'X' || system.features.length > 0))).toEqual([]);
  });

  test('every quantity is on the dashboard', () => {
    const onDashboard = new Set(shown(system).map(({ id }) => id));
    expect(system.quantities.map(({ id }) => id).filter((id) => !onDashboard.has(id))).toEqual([]);
  });

  test('every target names a quantity that exists', () => {
    const quantities = new Set(system.quantities.map(({ id }) => id));
    expect(system.targets.filter(({ quantity }) => !quantities.has(quantity))).toEqual([]);
  });

  test('ids are given once', () => {
    for (const list of [system.quantities, system.targets, system.alerts, system.operations, system.settings]) {
      const ids = list.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});
