// What does the address ask for? Everything that a page shows can be read from it, and is written to it.
import { type AppRootProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { addressOf, type PageName } from './routes';

export type Asked = NonNullable<AppRootProps['query']>;

/** One value of the address; undefined where it is not asked for. Grafana reads "true" and "false" as no text. */
export function askedText(asked: Asked, name: string): string | undefined {
  const value: unknown = asked[name];
  const text = typeof value === 'boolean' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

type Changes = Record<string, string | undefined>;

/** Typing replaces the address, so that one step back leaves the page. */
export const ask = (changes: Changes): void => locationService.partial(valuesOf(changes), true);

/** What shows something else is a step of its own: one step back is where one was. */
export const go = (changes: Changes): void => locationService.partial(valuesOf(changes));

/** Another view of a page: whatever else was chosen on it stays, and is there again after a look at the other one. */
export const viewOf = (page: PageName, asked: Asked, changes: Changes): string =>
  addressOf(
    { page },
    { ...Object.fromEntries(Object.keys(asked).map((name) => [name, askedText(asked, name)])), ...changes }
  );

function valuesOf(changes: Changes) {
  const values = Object.entries(changes).map(([name, value]) => [name, value === '' ? null : (value ?? null)]);
  return Object.fromEntries(values) as Record<string, string | null>;
}
