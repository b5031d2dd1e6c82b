import { dateTime, FieldType, type LinkModel, LoadingState, toDataFrame } from '@grafana/data';
import { config } from '@grafana/runtime';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { conversionsTable, type ConversionRow, graphToTable, runsOf } from '../../test/conversions';
import { hourBeforeNoon, minutes, noon, panelProps } from '../../test/panelProps';
import { defaults, type Options } from './options';
import Panel from './Panel';

beforeEach(() => {
  config.bootData = { user: { permissions: { 'datasources:explore': true } } } as never;
  config.exploreEnabled = true;
});

type Changes = Parameters<typeof panelProps<Options>>[2];

const show = (rows: ConversionRow[], changes: Changes = {}) =>
  render(<Panel {...panelProps([conversionsTable(rows)], defaults, changes)} />);

const slow: ConversionRow = { ...graphToTable, target: 'vector', last: 29.4, ratio: 2.1, tier: 2 };

describe('at full width', () => {
  test('a person reads the sentence, then the matrix with value, ratio and tier in words', () => {
    show([graphToTable, slow, { ...graphToTable, dataset_size: 'large', last: 840, ratio: 1.1 }]);
    expect(screen.getByText(/1 of 3 conversions is slower than normal: graph → vector/)).toBeInTheDocument();
    expect(screen.getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual([
      'Conversion',
      'small',
      'large',
    ]);
    const row = screen.getByRole('row', { name: /graph → vector/ });
    expect(within(row).getByText('29.4 s')).toBeInTheDocument();
    expect(within(row).getByText('2.1x warning')).toBeInTheDocument();
    expect(within(row).getByText('not measured')).toBeInTheDocument();
  });

  test('of hundreds the worst are drawn, and all on request', async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ ...graphToTable, target: `t${index}` }));
    const { container } = show([...many, slow]);
    const rows = () => container.querySelectorAll('tbody tr');
    expect(screen.getByText(/^The worst 100 of 102 conversions/)).toBeVisible();
    expect(rows()).toHaveLength(100);
    expect(screen.getByTitle('graph → vector')).toBeVisible();
    await userEvent.click(screen.getByText('Show all 102'));
    expect(rows()).toHaveLength(102);
  });

  test('the legend explains the marks', () => {
    show([graphToTable]);
    const legend = screen.getByRole('list', { name: 'Legend' });
    expect(within(legend).getByText('documented range')).toBeInTheDocument();
    expect(within(legend).getByText('2x and 5x of the baseline')).toBeInTheDocument();
  });

  test('the legend leaves out what no cell has, and is not there where the data says of nothing what is normal', () => {
    const plain: ConversionRow = { ...graphToTable, rangeLow: null, rangeHigh: null, ratio: null, tier: null };
    const { unmount } = show([plain]);
    const entries = () => within(screen.getByRole('list', { name: 'Legend' })).getAllByRole('listitem');
    expect(entries().map((item) => item.textContent)).not.toContain('documented range');
    expect(entries().map((item) => item.textContent)).toContain('baseline');
    unmount();
    show([{ ...plain, baseline: null, p50: null, p95: null }]);
    expect(screen.getByText('9 s')).toBeInTheDocument();
    expect(screen.queryByRole('list', { name: 'Legend' })).not.toBeInTheDocument();
  });

  test('hover says who says so: runs, range, baseline', async () => {
    show([graphToTable]);
    await userEvent.hover(screen.getByRole('button', { name: /graph → table, small/ }));
    const detail = await screen.findByRole('tooltip');
    expect(within(detail).getByText('5 s – 15 s')).toBeInTheDocument();
    expect(within(detail).getByText('14 s (learned)')).toBeInTheDocument();
    expect(within(detail).getByText('120')).toBeInTheDocument();
  });

  test('the keyboard reaches the same detail', async () => {
    show([graphToTable]);
    await userEvent.tab(); // the scrollable area
    await userEvent.tab();
    expect(screen.getByRole('button', { name: /graph → table, small/ })).toHaveFocus();
    expect(await screen.findByRole('tooltip')).toBeInTheDocument();
  });

  test('a conversion that is still learned says so and how many runs there were', () => {
    show([{ ...graphToTable, state: 'learning', baseline: null, ratio: null, tier: null, count: 34 }]);
    expect(screen.getByText('learning, 34 runs')).toBeInTheDocument();
  });
});

describe('with less room', () => {
  const rows = ['small', 'medium', 'large'].map((size) => ({ ...graphToTable, dataset_size: size }));

  test('the size becomes a switch that starts at the worst', async () => {
    show([...rows, { ...slow, dataset_size: 'medium' }], { width: 500 });
    expect(screen.getByRole('radio', { name: /medium \(warning\)/ })).toBeChecked();
    expect(screen.getByText('2.1x warning')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'small' }));
    expect(screen.queryByText('2.1x warning')).not.toBeInTheDocument();
  });

  test('what has no size is chosen by a name, and has one above its column', () => {
    const { unmount } = show([...rows, { ...graphToTable, dataset_size: '' }], { width: 500 });
    expect(screen.getByRole('radio', { name: 'no size' })).toBeInTheDocument();
    unmount();
    show([...rows, { ...graphToTable, dataset_size: '' }]);
    expect(screen.getByRole('columnheader', { name: 'no size' })).toBeInTheDocument();
  });

  test('300 pixels hold the sentence and the worst cell', () => {
    show([...rows, slow], { width: 284 });
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
    expect(screen.getByText('graph → vector, small')).toBeInTheDocument();
    expect(screen.getByText('2.1x warning')).toBeInTheDocument();
  });
});

describe('a running conversion', () => {
  beforeEach(() => jest.useFakeTimers({ now: noon }));
  afterEach(() => jest.useRealTimers());

  const hanging = { ...graphToTable, runningSince: noon - 26_000 };

  test('grows while one looks, and turns into a warning without a new answer', () => {
    show([hanging], { timeRange: hourBeforeNoon(true) });
    expect(screen.getByText('running 26s …')).toBeInTheDocument();
    expect(screen.getByText('1.9x normal')).toBeInTheDocument();
    act(() => jest.advanceTimersByTime(3000));
    expect(screen.getByText('running 29s …')).toBeInTheDocument();
    expect(screen.getByText('2.1x warning')).toBeInTheDocument();
  });

  test('is as old as its query says in a range that ends tonight', () => {
    const frame = conversionsTable([graphToTable]);
    const timeRange = {
      ...{ from: dateTime(noon - minutes(720)), to: dateTime(noon + minutes(720)) },
      raw: { from: 'now/d', to: 'now/d' },
    };
    const data = { request: { startTime: noon, targets: [] } as never };
    const age = { name: 'running', type: FieldType.number, config: {}, values: [26] };
    frame.fields = [...frame.fields.filter(({ name }) => name !== 'runningSince'), age];
    render(<Panel {...panelProps([frame], defaults, { timeRange, data })} />);
    expect(screen.getByText('running 26s …')).toBeInTheDocument();
  });

  test('stands still in a range that ends in the past', () => {
    show([hanging]);
    act(() => jest.advanceTimersByTime(minutes(10)));
    expect(screen.getByText('running 26s …')).toBeInTheDocument();
  });
});

describe('a cell leads on', () => {
  const withLinks = (links: Array<Partial<LinkModel>>) => {
    const frame = conversionsTable([graphToTable]);
    const [field] = frame.fields;
    field!.config = { links: [{ title: 'x', url: 'x' }] };
    field!.getLinks = () => links as LinkModel[];
    return render(<Panel {...panelProps([frame], defaults)} />);
  };

  test('to its one data link', () => {
    withLinks([{ href: '/d/detail?size=small', title: 'Detail', target: '_self' }]);
    expect(screen.getByRole('link', { name: /graph → table, small/ })).toHaveAttribute('href', '/d/detail?size=small');
  });

  test('to a choice of several', async () => {
    withLinks([
      { href: '/d/a', title: 'Detail', target: '_self' },
      { href: '/d/b', title: 'Runbook', target: '_self' },
    ]);
    await userEvent.click(screen.getByRole('button', { name: /graph → table, small/ }));
    expect(await screen.findByRole('menuitem', { name: 'Runbook' })).toHaveAttribute('href', '/d/b');
  });

  test('to the data link of its series, where there is no table', () => {
    const runs = runsOf(graphToTable, [8, 9]);
    const [, value] = runs.fields;
    value!.config = { links: [{ title: 'x', url: 'x' }] };
    value!.getLinks = ({ valueRowIndex }) =>
      [{ href: `/d/runs?row=${valueRowIndex}`, title: 'Runs', target: '_self' }] as LinkModel[];
    render(<Panel {...panelProps([runs], defaults)} />);
    expect(screen.getByRole('link', { name: /graph → table, small/ })).toHaveAttribute('href', '/d/runs?row=1');
  });

  const asking = (uid: string): Changes => {
    const datasource = { type: 'yardstick-baselines-datasource', uid };
    const request = { targets: [{ refId: 'A', datasource, queryType: 'conversions' }] };
    return { data: { request } as never };
  };
  const paneInExplore = () => {
    const href = screen.getByRole('link', { name: /graph → table, small/ }).getAttribute('href') ?? '';
    return JSON.parse(new URL(href, 'http://x').searchParams.get('panes') ?? '{}').conversion;
  };

  test('to its runs in Explore where nobody set a link', () => {
    show([graphToTable], asking('yardstick'));
    const pane = paneInExplore();
    expect(pane.queries[0]).toMatchObject({
      format: 'timeseries',
      system: 'kgas',
      labels: { source: 'graph', target: 'table', dataset_size: 'small' },
    });
  });

  test('to the data source that a variable stands for, where the panel asks several', () => {
    const replaceVariables = (text: string) => text.replace('${yardstick}', 'staging');
    show([graphToTable], { ...asking('${yardstick}'), replaceVariables });
    expect(paneInExplore()).toMatchObject({ datasource: 'staging', queries: [{ datasource: { uid: 'staging' } }] });
  });

  test.each([
    ['may not explore', { permissions: {}, enabled: true }],
    ['sees a Grafana without Explore', { permissions: { 'datasources:explore': true }, enabled: false }],
  ])('to nothing for somebody who %s', (_, { permissions, enabled }) => {
    config.bootData = { user: { permissions } } as never;
    config.exploreEnabled = enabled;
    show([graphToTable], asking('yardstick'));
    expect(screen.getByRole('button', { name: /graph → table, small/ })).toBeInTheDocument();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });
});

test('a cell of another data source does not lead to ours, and further labels are part of the query', () => {
  const ours = { type: 'yardstick-baselines-datasource', uid: 'yardstick' };
  const targets = [
    { refId: 'A', datasource: ours },
    { refId: 'B', datasource: { type: 'prometheus', uid: 'prometheus' } },
  ];
  const showOf = (refId: string) => {
    const frame = { ...conversionsTable([graphToTable, { ...graphToTable, last: 30 }]), refId };
    frame.fields.push({ name: 'tool', type: FieldType.string, config: {}, values: ['spark', 'dbt'] });
    return render(<Panel {...panelProps([frame], defaults, { data: { request: { targets } as never } })} />);
  };
  const { unmount } = showOf('B');
  expect(screen.queryByRole('link')).not.toBeInTheDocument();
  unmount();
  showOf('A');
  const href = screen.getByRole('link', { name: /graph → table, dbt, small/ }).getAttribute('href') ?? '';
  const pane = JSON.parse(new URL(href, 'http://x').searchParams.get('panes') ?? '{}').conversion;
  expect(pane.queries[0].labels).toEqual({ source: 'graph', target: 'table', dataset_size: 'small', tool: 'dbt' });
});

describe('without conversions', () => {
  test('an empty answer says when there will be some', () => {
    render(<Panel {...panelProps([toDataFrame({ fields: [] })], defaults)} />);
    expect(screen.getByText(/No conversions here yet/)).toBeInTheDocument();
  });

  test('an empty answer says what the panel was told to say', () => {
    const fieldConfig = { defaults: { noValue: 'Nothing has run on this host.' }, overrides: [] };
    render(<Panel {...panelProps([toDataFrame({ fields: [] })], defaults, { fieldConfig })} />);
    expect(screen.getByText('Nothing has run on this host.')).toBeInTheDocument();
  });

  test('a failed query gives its reason', () => {
    const data = { state: LoadingState.Error, error: { message: 'Prometheus does not answer' } };
    render(<Panel {...panelProps([], defaults, { data })} />);
    expect(screen.getByText(/could not be read. Prometheus does not answer/)).toBeInTheDocument();
  });

  test('a failed query is not hidden by the empty answer of another one', () => {
    const data = { state: LoadingState.Error, errors: [{ message: 'Prometheus does not answer', refId: 'B' }] };
    render(<Panel {...panelProps([toDataFrame({ refId: 'A', fields: [] })], defaults, { data })} />);
    expect(screen.getByText(/could not be read. Prometheus does not answer/)).toBeInTheDocument();
  });

  test('data of something else says what the panel needs', () => {
    const walk = toDataFrame({ fields: [{ name: 'A-series', type: FieldType.number, values: [1] }] });
    render(<Panel {...panelProps([walk], defaults)} />);
    expect(screen.getByText(/needs text fields "source" and "target"/)).toBeInTheDocument();
  });

  test('the first load shows nothing yet, not an error', () => {
    const { container } = render(<Panel {...panelProps([], defaults, { data: { state: LoadingState.Loading } })} />);
    expect(container).toBeEmptyDOMElement();
  });

  test('labels with quotes, slashes and angle brackets are shown as they are', () => {
    show([{ ...graphToTable, source: 'a/b "c"', target: '<d> & e' }]);
    expect(screen.getByRole('rowheader', { name: 'a/b "c" → <d> & e' })).toBeInTheDocument();
  });

  test('a series of runs alone is drawn, and nothing is called normal', () => {
    render(<Panel {...panelProps([runsOf(graphToTable, [8, 9])], defaults)} />);
    expect(screen.getByText('1 conversion measured; the data does not say what is normal.')).toBeInTheDocument();
  });
});

test('a factor that is emptied in the editor is the documented one until another is typed', () => {
  const running = { ...graphToTable, ratio: null, tier: null, last: null, runningSince: noon - 35_000 };
  const options = { ...defaults, warning: undefined, critical: undefined } as unknown as Options;
  render(<Panel {...panelProps([conversionsTable([running])], options)} />);
  expect(screen.getByText('2x and 5x of the baseline')).toBeInTheDocument();
  expect(screen.getByText('2.5x warning')).toBeInTheDocument();
});

test('options of a file that this version does not know leave the panel as it is by default', () => {
  const options = { layout: 'grid', warning: null, critical: null } as unknown as Options;
  render(<Panel {...panelProps([conversionsTable([graphToTable])], options)} />);
  expect(screen.getByRole('row', { name: /graph → table/ })).toHaveTextContent('0.6x normal');
  expect(screen.getByText('2x and 5x of the baseline')).toBeInTheDocument();
});
