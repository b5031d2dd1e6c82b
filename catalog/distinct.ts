/**
 * Does every id stand for one thing? Two entries with one id would overwrite
 * each other in a file, or send a person to the wrong one, so that generation
 * stops at them.
 */
import { panelsOf, type System } from './system';

interface Entry {
  id: string;
  /** Where it stands, as a person would look for it. */
  place: string;
}

/** Kinds whose ids are given once; recommendations and report items may have several parts with one id. */
function lists(system: System): Entry[][] {
  const at = (kind: string, ids: readonly string[]) =>
    ids.map((id) => ({ id, place: `the ${kind} of ${system.name}` }));
  const idsOf = (items: ReadonlyArray<{ id: string }>) => items.map(({ id }) => id);
  const rows = system.dashboards.flatMap((dashboard) => dashboard.rows.map(({ id }) => String(id)));
  return [
    at('quantities', idsOf(system.quantities)),
    // A figure may be checked, and be a setting of something else too.
    at('targets', idsOf(system.targets)),
    at('settings', idsOf(system.settings)),
    at('alerts', idsOf(system.alerts)),
    at('operations', idsOf(system.operations)),
    at('practices', idsOf(system.practices)),
    at('features', idsOf(system.features)),
    [
      ...at(
        'panels',
        panelsOf(system).map(({ panel }) => String(panel.id))
      ),
      ...at('rows', rows),
    ],
    at(
      'dashboards',
      system.dashboards.map(({ name }) => name)
    ),
  ];
}

/** What must differ between systems: files and rules are called after it. */
function between(systems: readonly System[]): Entry[][] {
  const of = (kind: string, ids: (system: System) => readonly string[]) =>
    systems.flatMap((system) => ids(system).map((id) => ({ id, place: `the ${kind} of ${system.name}` })));
  return [
    of('name', ({ name }) => [name]),
    of('document', ({ document }) => [document]),
    of('folder', ({ folder }) => [folder]),
    of('quantities', ({ quantities }) => quantities.map(({ id }) => id)),
    of('targets', ({ targets }) => targets.map(({ id }) => id)),
    of('alerts', ({ alerts }) => alerts.map(({ id }) => id)),
    of("alerts' names", ({ alerts }) => alerts.map(({ name }) => name)),
    of('features', ({ features }) => features.map(({ id }) => id)),
  ];
}

function duplicates(systems: readonly System[]): string[] {
  const within = systems.flatMap(lists).flatMap(twice);
  return [...new Set([...within, ...between(systems).flatMap(twice)])];
}

function twice(entries: readonly Entry[]): string[] {
  const places = new Map<string, string[]>();
  entries.forEach(({ id, place }) => places.set(id, [...(places.get(id) ?? []), place]));
  return [...places]
    .filter(([, found]) => found.length > 1)
    .map(([id, found]) => `"${id}" is given ${found.length} times: in ${[...new Set(found)].join(' and in ')}`);
}

export function mustBeDistinct(systems: readonly System[]): void {
  const found = duplicates(systems);
  if (found.length > 0) {
    throw new Error(`reading the catalogue: ${found.join('; ')}. Give each entry an id of its own.`);
  }
}
