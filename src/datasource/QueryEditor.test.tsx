import { CoreApp, getDefaultTimeRange, LoadingState, type PanelData } from '@grafana/data';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect, useState } from 'react';
import { datasourceWith, operations, systems } from '../test/datasource';
import QueryEditor from './QueryEditor';
import { annotationKinds, type Query } from './types';

async function show(
  query: Partial<Query>,
  answers: Record<string, unknown> = { systems, operations },
  app = CoreApp.Explore,
  data?: PanelData
) {
  const changed = jest.fn();
  const run = jest.fn();
  let replace: (next: Partial<Query>) => void = () => undefined;
  function Host() {
    const [current, setCurrent] = useState({ refId: 'A', ...query } as Query);
    useEffect(() => {
      replace = (next) => setCurrent({ refId: 'A', ...next } as Query);
    }, []);
    const change = (next: Query) => {
      changed(next);
      setCurrent(next);
    };
    return (
      <QueryEditor
        {...{ data, app }}
        datasource={datasourceWith(answers)}
        query={current}
        onChange={change}
        onRunQuery={run}
      />
    );
  }
  await act(async () => void render(<Host />));
  return {
    changed,
    run,
    last: () => changed.mock.calls.at(-1)?.[0] as Query,
    /** As Explore does with a query of its history, and the browser's way back. */
    replaced: (next: Partial<Query>) => act(async () => replace(next)),
  };
}

const choose = async (field: string, option: RegExp | string) => {
  await userEvent.click(screen.getByRole('combobox', { name: field }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};

test('a new query becomes what it is shown as: measurements with their band', async () => {
  const { last } = await show({});
  expect(screen.getByRole('combobox', { name: 'Show' })).toHaveValue('Measurements');
  expect(screen.getByRole('switch', { name: 'Band of what is normal' })).toBeChecked();
  await waitFor(() => expect(last()).toMatchObject({ queryType: 'series', stat: 'p95', band: true }));
});

describe('in a panel', () => {
  const inPanel = (data: PanelData) =>
    show({ queryType: 'series', stat: 'p95', band: true }, { systems, operations }, CoreApp.PanelEditor, data);
  const nothing: PanelData = { state: LoadingState.NotStarted, series: [], timeRange: getDefaultTimeRange() };
  const answer = (uid: string): PanelData => ({
    ...nothing,
    state: LoadingState.Done,
    request: { targets: [{ refId: 'A', datasource: { uid } }] } as PanelData['request'],
  });

  test('the query that Grafana put there is asked at once', async () => {
    expect((await inPanel(nothing)).run).toHaveBeenCalledTimes(1);
    expect((await inPanel(answer('another data source'))).run).toHaveBeenCalledTimes(1);
  });

  test('one that has its answer is not asked again', async () => {
    const { uid } = datasourceWith({});
    expect((await inPanel(answer(uid))).run).not.toHaveBeenCalled();
  });
});

test('a query that an alert rule begins with becomes a number', async () => {
  const { last } = await show({ queryType: 'alerting' as never }, undefined, CoreApp.UnifiedAlerting);
  expect(screen.getByRole('combobox', { name: 'Show' })).toHaveValue('Deviation from normal');
  expect(last()).toMatchObject({ queryType: 'deviation', measure: 'ratio' });
});

test('each type explains itself in a line', async () => {
  await show({ queryType: 'series' });
  expect(screen.getByText(/How long operations take over time/)).toBeInTheDocument();
  await choose('Show', /Targets/);
  expect(screen.getByText(/limits that the documents set/)).toBeInTheDocument();
});

test('a person finds system and operations in lists', async () => {
  const { last, run } = await show({ queryType: 'series' });
  await choose('System', /KGAS/);
  expect(last()).toMatchObject({ system: 'kgas' });
  await choose('Operations', /graph-to-table small/);
  expect(last()).toMatchObject({ operations: ['graph-to-table small'] });
  expect(run).toHaveBeenCalledTimes(2);
});

test('the operations are those of the system that a variable stands for now', async () => {
  let chosen = 'kgas';
  const datasource = datasourceWith({ systems, operations }, (text = '') => text.replace('$system', chosen));
  const query: Query = { refId: 'A', queryType: 'series', system: '$system' };
  const editor = (data?: PanelData) => (
    <QueryEditor {...{ data, datasource, query }} onChange={() => undefined} onRunQuery={() => undefined} />
  );
  const { rerender } = render(editor());
  await waitFor(() => expect(datasource.asked).toContain('operations?system=kgas'));
  chosen = 'omninode';
  rerender(editor({ state: LoadingState.Done, series: [], timeRange: getDefaultTimeRange() }));
  await waitFor(() => expect(datasource.asked).toContain('operations?system=omninode'));
});

test('the variables of the dashboard are among the operations', async () => {
  const { last } = await show({ queryType: 'deviation' });
  await choose('Operations', /\$operation/);
  expect(last().operations).toEqual(['$operation']);
});

test.each([
  ['series', ['System', 'Operations', 'Measure']],
  ['deviation', ['System', 'Operations', 'Number']],
  ['baseline', ['System', 'Operations']],
  ['targets', ['System', 'Answer', 'Targets - optional']],
  ['conversions', ['System', 'Operations', 'Answer']],
  ['breakers', ['System', 'Answer', 'Components - optional']],
  ['annotations', ['System', 'Operations', 'Marks']],
] as const)('a query of the type %s has only its own fields', async (queryType, fields) => {
  await show({ queryType });
  expect(screen.getAllByRole('combobox').map((field) => (field as HTMLInputElement).labels?.[0]?.textContent)).toEqual([
    'Show',
    ...fields,
  ]);
});

test('conversions over time are one choice, and a number for an alert another', async () => {
  const { last } = await show({ queryType: 'conversions' });
  await choose('Answer', /Over time/);
  expect(last()).toMatchObject({ format: 'timeseries', measure: '' });
  await choose('Answer', /Number: Ratio/);
  expect(last()).toMatchObject({ format: '', measure: 'ratio' });
});

test('a slow drift is a mode of its own, which has only the numbers that it can answer with', async () => {
  const { last } = await show({ queryType: 'deviation', signal: 'latency', measure: 'live' });
  await userEvent.click(screen.getByRole('radio', { name: 'Slow drift' }));
  expect(last()).toMatchObject({ mode: 'drift', measure: 'ratio' });
  await userEvent.click(screen.getByRole('combobox', { name: 'Number' }));
  expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Ratio/),
    expect.stringMatching(/^z score/),
    expect.stringMatching(/^Tier/),
    expect.stringMatching(/^Breach/),
  ]);
  await userEvent.keyboard('{Escape}');
  await userEvent.click(screen.getByRole('radio', { name: 'Errors' }));
  expect(last()).toMatchObject({ signal: 'errors', mode: 'fast' });
  expect(screen.queryByRole('radio', { name: 'Slow drift' })).not.toBeInTheDocument();
});

test('a drift of the errors, which a file may ask for, can be taken back', async () => {
  const { last } = await show({ queryType: 'deviation', signal: 'errors', mode: 'drift' });
  await userEvent.click(screen.getByRole('radio', { name: 'Last minutes' }));
  expect(last()).toMatchObject({ signal: 'errors', mode: 'fast' });
});

test.each(annotationKinds)('marks of the kind %s can be chosen', async (kind) => {
  const words = {
    violation: 'Violations',
    baseline: 'New baselines',
    change: 'Changes of normal',
    deployment: 'Deployments',
  };
  const { last } = await show({ queryType: 'annotations', kind: kind === 'violation' ? 'baseline' : 'violation' });
  await choose('Marks', new RegExp(words[kind]));
  expect(last()).toMatchObject({ queryType: 'annotations', kind });
});

test('what an alert rule compares a number with stands beside it', async () => {
  await show({ queryType: 'deviation', measure: 'ratio' });
  await userEvent.click(screen.getByRole('combobox', { name: 'Number' }));
  expect(await screen.findByRole('option', { name: /Slightly slow/ })).toHaveTextContent(
    '1 where two of the last three runs took longer than 1.1 times the normal p99, else 0.'
  );
});

test('the table of operations can be ordered and cut', async () => {
  const { last } = await show({ queryType: 'table', table: 'operations' });
  await choose('First', /Most degraded/);
  expect(last()).toMatchObject({ sort: 'degraded' });
  const rows = screen.getByRole('spinbutton', { name: 'Rows' });
  await userEvent.clear(rows);
  await userEvent.type(rows, '10');
  await userEvent.tab();
  expect(last()).toMatchObject({ limit: 10 });
  await choose('Table', /Violations/);
  expect(screen.queryByRole('combobox', { name: 'First' })).not.toBeInTheDocument();
});

test.each([
  ['Rows', { table: 'operations', limit: 0 } as const, '-5', 0],
  ['Rows', { table: 'operations', limit: 10 } as const, '10.3', 10],
  ['Days ahead', { table: 'forecast' } as const, '{Backspace}', 28],
])('in %s of %o a number that is not taken over does not stay', async (name, query, typed, stays) => {
  const { changed } = await show({ queryType: 'table', ...query });
  const field = screen.getByRole('spinbutton', { name });
  await userEvent.clear(field);
  await userEvent.type(field, typed);
  await userEvent.tab();
  expect(changed).not.toHaveBeenCalled();
  expect(field).toHaveValue(stays);
});

test('labels are name and value; an unfinished one is not sent', async () => {
  const { changed, last } = await show({ queryType: 'series' });
  await userEvent.click(screen.getByRole('button', { name: 'Add label' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Label' }), 'status');
  await userEvent.tab();
  expect(changed).not.toHaveBeenCalled();
  await userEvent.type(screen.getByRole('textbox', { name: 'Value' }), 'ok');
  await userEvent.tab();
  expect(last().labels).toEqual({ status: 'ok' });
  await userEvent.click(screen.getByRole('button', { name: 'Remove label status' }));
  expect(last().labels).toEqual({});
  // Whoever works by keyboard goes on from here, and not from the beginning of the page.
  expect(screen.getByRole('button', { name: 'Add label' })).toHaveFocus();
});

test.each(['targets', 'breakers'] as const)(
  'a condition on labels is seen, and can be taken back, where the query becomes one of the type %s',
  async (queryType) => {
    const { last } = await show({ queryType: 'series', labels: { operation_type: 'embed' } });
    await choose('Show', queryType === 'targets' ? /^Targets/ : /^Circuit breakers/);
    expect(last()).toMatchObject({ queryType, labels: { operation_type: 'embed' } });
    await userEvent.click(screen.getByRole('button', { name: 'Remove label operation_type' }));
    expect(last().labels).toEqual({});
  }
);

test('a label can be unlike, or match an expression; conditions keep their places', async () => {
  const { last } = await show({
    queryType: 'series',
    matchers: [{ label: 'route', operator: '!=', value: '/health' }],
  });
  await userEvent.click(screen.getByRole('button', { name: 'Add label' }));
  const [, label] = screen.getAllByRole('textbox', { name: 'Label' });
  const [, value] = screen.getAllByRole('textbox', { name: 'Value' });
  await userEvent.type(label!, 'status');
  await userEvent.type(value!, 'ok');
  await userEvent.tab();
  expect(last()).toMatchObject({
    labels: { status: 'ok' },
    matchers: [{ label: 'route', operator: '!=', value: '/health' }],
  });
  const [, operator] = screen.getAllByRole('combobox', { name: 'Operator' });
  await userEvent.click(operator!);
  await userEvent.click(await screen.findByRole('option', { name: '=~' }));
  expect(last()).toMatchObject({
    labels: {},
    matchers: [
      { label: 'route', operator: '!=', value: '/health' },
      { label: 'status', operator: '=~', value: 'ok' },
    ],
  });
  expect(screen.getAllByRole('textbox', { name: 'Label' }).map((field) => (field as HTMLInputElement).value)).toEqual([
    'route',
    'status',
  ]);
});

test('a condition that a label is there stays when it is walked through, and when another one is changed', async () => {
  const there = { label: 'tenant', operator: '!=', value: '' } as const;
  const lacking = { label: 'zone', operator: '=', value: '' } as const;
  const route = { label: 'route', operator: '!=', value: '/x' } as const;
  const { changed, last } = await show({ queryType: 'series', matchers: [there, lacking, route] });
  await userEvent.click(screen.getAllByRole('textbox', { name: 'Label' })[0]!);
  for (let stop = 0; stop < 12; stop++) {
    await userEvent.tab();
  }
  expect(changed).not.toHaveBeenCalled();
  await userEvent.type(screen.getAllByRole('textbox', { name: 'Value' })[2]!, '/y');
  await userEvent.tab();
  expect(last()).toMatchObject({ labels: { zone: '' }, matchers: [there, { ...route, value: '/x/y' }] });
});

test('another query in the place of this one is shown as it is, and is not mixed with it', async () => {
  const table = { queryType: 'table', table: 'forecast' } as const;
  const { replaced, last, changed } = await show({ ...table, labels: { status: 'ok' }, limit: 10, ahead: 7 });
  await replaced({ ...table, labels: { route: '/cart' }, limit: 5, ahead: 14 });
  expect(screen.getByRole('textbox', { name: 'Label' })).toHaveValue('route');
  expect(screen.getByRole('textbox', { name: 'Value' })).toHaveValue('/cart');
  expect(screen.getByLabelText('Rows')).toHaveValue(5);
  expect(screen.getByLabelText('Days ahead')).toHaveValue(14);
  await userEvent.click(screen.getByRole('textbox', { name: 'Value' }));
  await userEvent.tab();
  expect(changed).not.toHaveBeenCalled();
  await userEvent.type(screen.getByRole('textbox', { name: 'Value' }), '/pay');
  await userEvent.tab();
  expect(last()).toMatchObject({ labels: { route: '/cart/pay' }, limit: 5, ahead: 14 });
});

test('a deployment takes the place of two sides that are compared', async () => {
  const { last } = await show({ queryType: 'table', table: 'compare', baseline: '1d' });
  await userEvent.type(screen.getByRole('textbox', { name: 'Compare' }), 'after:1.3');
  await userEvent.tab();
  expect(last()).toMatchObject({ table: 'compare', baseline: '1d', current: 'after:1.3' });
  await userEvent.type(screen.getByRole('textbox', { name: 'Deployment' }), '1.3');
  await userEvent.tab();
  expect(last()).toMatchObject({ deployment: '1.3' });
  expect(last()).not.toHaveProperty('baseline', '1d');
  expect(screen.queryByRole('textbox', { name: 'With' })).not.toBeInTheDocument();
});

test.each([
  ['Deployment', { queryType: 'table', table: 'compare', baseline: 'run-1', current: 'run-2' }],
  ['With', { queryType: 'table', table: 'compare', baseline: 'run-1' }],
  ['Days ahead', { queryType: 'table', table: 'forecast' }],
  ['Rows', { queryType: 'table', table: 'operations' }],
] as Array<[string, Partial<Query>]>)(
  'a field that is only walked through changes no query: %s',
  async (name, query) => {
    const { changed, run } = await show(query);
    await userEvent.click(screen.getByLabelText(name));
    await userEvent.tab();
    expect(changed).not.toHaveBeenCalled();
    expect(run).not.toHaveBeenCalled();
  }
);

test('a forecast is a table or series with bands', async () => {
  const { last } = await show({ queryType: 'table', table: 'forecast' });
  expect(screen.getByRole('radiogroup', { name: 'As' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: 'Series with bands' }));
  expect(last()).toMatchObject({ table: 'forecast', format: 'timeseries' });
});

test('what the query holds stays visible when the back end does not know it', async () => {
  await show({ queryType: 'table', table: 'bygone' as never, system: 'gone', operations: ['old one'] });
  expect(screen.getByRole('combobox', { name: 'Table' })).toHaveValue('bygone');
  expect(screen.getByRole('combobox', { name: 'System' })).toHaveValue('gone');
  expect(screen.getByText('old one')).toBeInTheDocument();
});

test('a back end that fails says why, and the fields can still be filled by hand', async () => {
  const answers = {
    systems: new Error('Prometheus does not answer'),
    operations: new Error('Prometheus does not answer'),
  };
  const { last } = await show({ queryType: 'series' }, answers);
  expect(await screen.findAllByText('Prometheus does not answer')).toHaveLength(2);
  await userEvent.type(screen.getByRole('combobox', { name: 'Operations' }), 'by hand');
  await userEvent.click(await screen.findByRole('option', { name: /by hand/ }));
  expect(last().operations).toEqual(['by hand']);
});
