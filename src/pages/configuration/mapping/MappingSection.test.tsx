import { type BackendSrv, setBackendSrv } from '@grafana/runtime';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import MappingSection from './MappingSection';
import { type Choices, type Mapping } from './model';

const trips = 'omninode_circuit_breaker_trips_total';
const cache = 'omninode_workflow_cache_memory_bytes';

const answer: Mapping = {
  system: 'omninode',
  title: 'OmniNode',
  metrics: [
    { metric: 'omninode_requests_total', state: 'found', emitters: [], known: [], quantities: ['D4-Q08'], emit: '' },
    {
      metric: cache,
      state: 'missing',
      emitters: [],
      known: [],
      quantities: ['D4-Q11'],
      emit: 'New: gauge omninode_workflow_cache_memory_bytes.',
    },
    {
      metric: trips,
      state: 'other',
      emitters: ['resilience4j'],
      known: ['resilience4j', 'opossum'],
      quantities: ['D4-Q15'],
      emit: '',
    },
  ],
  mapping: {},
  proposal: { [trips]: 'resilience4j' },
  profiles: [
    { emitter: 'resilience4j', title: 'resilience4j with Micrometer', needs: 'Bind the metrics.' },
    { emitter: 'opossum', title: 'opossum', needs: 'Add every breaker to opossum-prometheus.' },
  ],
  problems: [],
  found: 1,
  available: 1,
};

interface World {
  readOnly?: boolean;
  refused?: unknown;
  errors?: (mapping: Choices) => Record<string, string>;
  /** How many requests for a check get no answer, from the first one on. */
  lost?: number;
  /** How many requests after it was saved still get the mapping as it was. */
  late?: number;
  /** Systems besides OmniNode and one without a document. */
  further?: object[];
}

/** What a Grafana with one data source answers; gives what was saved. */
function grafana({ readOnly = false, refused, errors = () => ({}), lost = 0, late = 0, further = [] }: World = {}) {
  const saved: unknown[] = [];
  let checks = 0;
  let kept: Choices | undefined;
  let since = 0;
  setBackendSrv({
    get: (address: string) => {
      if (address.endsWith('/systems')) {
        return Promise.resolve([
          { name: 'omninode', title: 'OmniNode', document: 'D4', found: true },
          { name: 'shop', title: 'shop', document: '', found: true },
          ...further,
        ]);
      }
      if (address.endsWith('/mapping')) {
        return Promise.resolve(kept && since++ >= late ? { ...answer, mapping: kept } : answer);
      }
      return Promise.resolve({ uid: 'y', readOnly, jsonData: { lagSeconds: 5, mapping: { kgas: { x: 'y' } } } });
    },
    post: (_: string, body: { mapping: Choices }) =>
      ++checks > lost
        ? Promise.resolve({ errors: errors(body.mapping), problems: [] })
        : Promise.reject(new Error('Bad gateway')),
    put: (_: string, body: unknown) => {
      saved.push(body);
      kept = (body as { jsonData: { mapping: Record<string, Choices> } }).jsonData.mapping.omninode;
      return refused === undefined ? Promise.resolve({}) : Promise.reject(refused);
    },
  } as unknown as BackendSrv);
  render(<MappingSection sources={[{ uid: 'y', name: 'Yardstick' }]} />);
  return saved;
}

const rowOf = async (metric: string) => {
  const row = (await screen.findByText(metric)).closest('li');
  return within(row as HTMLElement);
};

const ownOfMissing = async () => {
  const row = within((await screen.findByText(cache)).closest('li') as HTMLElement);
  await userEvent.click(row.getByRole('combobox', { name: `Spelling of ${cache}` }));
  await userEvent.click(await screen.findByRole('option', { name: /My own metric/ }));
  return row.getByRole('textbox');
};

test('PromQL can be typed as its example is written, spaces and all', async () => {
  grafana();
  render(<MappingSection sources={[{ uid: 'y', name: 'Y' }]} />);
  const field = await ownOfMissing();
  // Doubled for userEvent, to which one is the start of a key's name.
  await userEvent.type(field, 'sum by (component) (my_metric{{$app})');
  expect(field).toHaveValue('sum by (component) (my_metric{$app})');
});

test('the probe is told metric by metric: under another name, missing with what to emit, found only on request', async () => {
  grafana();
  expect(await screen.findByText(/1 metrics are found, 1 under another name, 1 are missing/)).toBeInTheDocument();
  expect((await rowOf(trips)).getByText('found under another name')).toBeInTheDocument();
  expect((await rowOf(trips)).getByText('resilience4j with Micrometer')).toBeInTheDocument();
  expect((await rowOf(cache)).getByText(/New: gauge/)).toBeInTheDocument();
  expect(screen.queryByText('omninode_requests_total')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('switch'));
  expect(screen.getByText('omninode_requests_total')).toBeInTheDocument();
});

test('an accepted proposal is saved beside the other settings', async () => {
  const saved = grafana();
  expect(await screen.findByRole('button', { name: 'Save mapping' })).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: 'Accept 1 proposal' }));
  expect((await rowOf(trips)).getByText('mapped')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Save mapping' }));
  expect(saved).toEqual([
    {
      uid: 'y',
      readOnly: false,
      jsonData: { lagSeconds: 5, mapping: { kgas: { x: 'y' }, omninode: { [trips]: 'resilience4j' } } },
    },
  ]);
});

test('a mapping that was saved is shown as mapped, though Grafana gives the settings as they were for a moment', async () => {
  grafana({ late: 1 });
  await userEvent.click(await screen.findByRole('button', { name: 'Accept 1 proposal' }));
  const save = screen.getByRole('button', { name: 'Save mapping' });
  await userEvent.click(save);
  expect(await screen.findByText('Saved.', undefined, { timeout: 4000 })).toBeInTheDocument();
  await waitFor(() => expect(save).toBeDisabled()); // there is nothing left to be saved
  expect((await rowOf(trips)).getByText('mapped')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Accept 1 proposal' })).not.toBeInTheDocument();
});

test('what is chosen while a mapping is being saved is not lost', async () => {
  grafana({ late: 2 });
  await userEvent.click(await screen.findByRole('button', { name: 'Accept 1 proposal' }));
  const save = screen.getByRole('button', { name: 'Save mapping' });
  await userEvent.click(save);
  const field = await ownOfMissing();
  await userEvent.click(field);
  await userEvent.paste('my_bytes');
  expect(screen.getByText(/^Saving, /)).toBeInTheDocument();
  await waitFor(() => expect(save).toBeEnabled(), { timeout: 4000 });
  expect(screen.queryByText('Saved.')).not.toBeInTheDocument();
  await userEvent.paste('_total');
  expect(field).toHaveValue('my_bytes_total'); // nobody who types is interrupted when it was
});

test('what was chosen and not saved yet is still there after a look at another system', async () => {
  grafana({ further: [{ name: 'kgas', title: 'KGAS', document: 'D2', found: true }] });
  await userEvent.click(await screen.findByRole('button', { name: 'Accept 1 proposal' }));
  for (const title of ['KGAS', 'OmniNode']) {
    await userEvent.click(screen.getByRole('combobox', { name: 'System' }));
    await userEvent.click(await screen.findByRole('option', { name: title }));
  }
  expect((await rowOf(trips)).getByText('mapped')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Save mapping' })).toBeEnabled();
});

test("an expression of one's own is judged while it is written, and a wrong one is not saved", async () => {
  grafana({
    errors: (mapping): Record<string, string> =>
      JSON.stringify(mapping).includes('sum(') ? { [trips]: 'not PromQL: at character 5' } : {},
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Accept 1 proposal' }));
  const row = await rowOf(trips);
  await userEvent.click(row.getByRole('combobox', { name: `Spelling of ${trips}` }));
  await userEvent.click(await screen.findByRole('option', { name: /My own metric or PromQL/ }));
  await userEvent.type(row.getByRole('textbox'), 'sum(');
  expect(await screen.findByText('not PromQL: at character 5')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Save mapping' })).toBeDisabled();
  await userEvent.clear(row.getByRole('textbox'));
  await userEvent.type(row.getByRole('textbox'), 'my_trips_total');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Save mapping' })).toBeEnabled());
});

test('a wrong expression is not saved by whoever is quicker than its check', async () => {
  jest.useFakeTimers();
  try {
    const person = userEvent.setup({ delay: null });
    const answered = () => act(async () => void (await jest.advanceTimersByTimeAsync(1)));
    const saved = grafana({ errors: () => ({ [trips]: 'not PromQL: at character 5' }) });
    await answered();
    await answered();
    await person.click(screen.getByRole('button', { name: 'Accept 1 proposal' }));
    await person.click(screen.getByRole('button', { name: 'Save mapping' }));
    await answered();
    expect(screen.getByText(`${trips}: not PromQL: at character 5`)).toBeInTheDocument();
    expect(saved).toEqual([]);
  } finally {
    jest.useRealTimers();
  }
});

test('a check that got lost is said, and keeps nobody from saving', async () => {
  const saved = grafana({ lost: 1 });
  expect(await screen.findByText('Bad gateway')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Accept 1 proposal' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save mapping' }));
  await waitFor(() => expect(saved).toHaveLength(1));
});

test('who may not edit data sources is told so by the server', async () => {
  grafana({ refused: { data: { message: 'You need additional permissions' } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Accept 1 proposal' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save mapping' }));
  expect(await screen.findByText('You need additional permissions')).toBeInTheDocument();
});

test('a provisioned data source gets its lines for the file', async () => {
  const saved = grafana({ readOnly: true });
  await userEvent.click(await screen.findByRole('button', { name: 'Accept 1 proposal' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save mapping' }));
  expect(await screen.findByText(/comes from a provisioning file/)).toBeInTheDocument();
  expect(screen.getByText(/"omninode_circuit_breaker_trips_total": "resilience4j"/)).toBeInTheDocument();
  expect(saved).toEqual([]);
});
