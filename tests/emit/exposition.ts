/** What does a metrics page hold: which families with which types, labels and bucket bounds? */

export interface Exposed {
  name: string;
  type: string;
  labels: Set<string>;
  bounds: Set<number>;
}

export function familiesOf(page: string): Map<string, Exposed> {
  const found = new Map<string, Exposed>();
  for (const line of page.split('\n')) {
    const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (name && type) {
      found.set(name, { name, type, labels: new Set(), bounds: new Set() });
    } else if (line !== '' && !line.startsWith('#')) {
      addSample(found, line);
    }
  }
  return found;
}

function addSample(found: Map<string, Exposed>, line: string): void {
  const [, series = '', labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
  const family = found.get(series) ?? found.get(series.replace(/_(bucket|sum|count)$/, ''));
  for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
    if (label !== 'le') {
      family?.labels.add(label);
    } else if (value !== '+Inf') {
      family?.bounds.add(Number(value));
    }
  }
}

/** The value of one series; labels in any order. */
export function valueOf(page: string, name: string, labels: Record<string, string> = {}): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = page
    .split('\n')
    .find((one) => /^(\w+)/.exec(one)?.[1] === name && wanted.every((pair) => one.includes(pair)));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}
