/**
 * @jest-environment node
 *
 * Every number of a document stands once. So changing it there must change
 * everything that is made from it; what kept the old number would have a copy.
 */
import type * as KgasFigures from './systems/kgas/figures';
import { outputs } from './outputs';

/** All files after a change of the figures of one system. */
function outputsWith(module: string, change: (actual: never) => object): Map<string, string> {
  let files = new Map<string, string>();
  jest.isolateModules(() => {
    jest.doMock(module, () => ({
      ...jest.requireActual<object>(module),
      ...change(jest.requireActual<never>(module)),
    }));
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- read again, with the changed figure
    files = (require('./outputs') as { outputs: typeof outputs }).outputs();
    jest.dontMock(module);
  });
  return files;
}

interface Change {
  what: string;
  files: () => Map<string, string>;
  system: string;
  runbook: string;
  /** How the number reads in each output, before and after. */
  reads: Record<'dashboard' | 'grafana' | 'prometheus' | 'runbook' | 'go', [before: string, after: string]>;
}

const heap = 100 * 1024 ** 2;
const smaller = 99 * 1024 ** 2;

const changes: Change[] = [
  {
    what: 'D2 l.434: critical at five times the baseline',
    files: () =>
      outputsWith('./systems/kgas/figures', ({ tiers }: typeof KgasFigures) => ({ tiers: { ...tiers, critical: 7 } })),
    system: 'kgas',
    runbook: 'd2-a04',
    reads: {
      dashboard: ['critical >= 5 (D2-A04)', 'critical >= 7 (D2-A04)'],
      grafana: ['threshold: ">= 5 x"', 'threshold: ">= 7 x"'],
      prometheus: ['threshold: ">= 5 x"', 'threshold: ">= 7 x"'],
      runbook: ['value >= 5 x', 'value >= 7 x'],
      go: ['"critical": 5', '"critical": 7'],
    },
  },
  {
    what: 'D5 l.322: a heap of 100 MB',
    files: () => outputsWith('./systems/github-pm/figures', () => ({ heapLimit: smaller })),
    system: 'github-pm',
    runbook: 'd5-a02',
    reads: {
      dashboard: [`> ${heap}`, `> ${smaller}`],
      grafana: [`- ${heap}\n`, `- ${smaller}\n`],
      prometheus: [`> ${heap}`, `> ${smaller}`],
      runbook: [`value > ${heap}`, `value > ${smaller}`],
      go: [`"limit": ${heap}`, `"limit": ${smaller}`],
    },
  },
];

const before = outputs();

describe.each(changes)('$what', ({ files, system, runbook, reads }) => {
  const after = files();
  const ofSystem = (paths: Map<string, string>, path: string | RegExp) =>
    [...paths]
      .filter(([name]) => (typeof path === 'string' ? name === path : path.test(name)))
      .map(([, text]) => text)
      .join('\n');
  const places: Array<[keyof typeof reads, string | RegExp]> = [
    ['dashboard', new RegExp(`^dashboards/${system}/`)],
    ['grafana', `provisioning/alerting/${system}.yaml`],
    ['prometheus', `provisioning/rules/${system}.yaml`],
    ['runbook', `docs/runbooks/${system}/${runbook}.md`],
    ['go', 'pkg/catalog/catalog.json'],
  ];

  test.each(places)('the %s has the new number', (place, path) => {
    const [old, changed] = reads[place];
    const [was, is] = [ofSystem(before, path), ofSystem(after, path)];
    expect(was).toContain(old);
    expect(was).not.toContain(changed);
    expect(is).toContain(changed);
  });

  test("promtool's test stages the new boundary", () => {
    const path = `provisioning/rules/tests/${system}.yaml`;
    expect(after.get(path)).not.toBe(before.get(path));
  });

  test('a person reads it in the runbook, and the old one nowhere there', () => {
    const text = ofSystem(after, `docs/runbooks/${system}/${runbook}.md`);
    expect(text).not.toContain(reads.runbook[0]);
  });
});
