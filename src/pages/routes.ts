// Which page of the app does an address mean, and what is the address of a page?
export const appRoot = '/a/yardstick-baselines-app';

export const pageNames = [
  'overview',
  'operations',
  'own',
  'alerts',
  'reports',
  'work',
  'runs',
  'capacity',
  'setup',
] as const;
export type PageName = (typeof pageNames)[number];

export interface Place {
  page: PageName;
  /** What stands behind the page's name: one of its things. */
  item?: string;
}

/** Undefined for an address that names no page. */
export function placeOf(path: string): Place | undefined {
  const [name = '', item] = path
    .slice(path.startsWith(appRoot) ? appRoot.length : 0)
    .replace(/^\//, '')
    .split('/');
  const page = pageNames.find((known) => known === name);
  return page && (item ? { page, item } : { page });
}

type Parameters = Record<string, string | undefined>;

/** The address of a page with what is asked of it; empty parameters are left out. */
export function addressOf({ page, item }: Place, parameters: Parameters = {}): string {
  const asked = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(asked).toString();
  return `${appRoot}/${page}${item ? `/${item}` : ''}${search && `?${search}`}`;
}
