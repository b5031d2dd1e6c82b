import {
  dateTime,
  DataHoverClearEvent,
  DataHoverEvent,
  type DataQueryRequest,
  EventBusSrv,
  type Field,
  FieldType,
  type LinkModel,
  LoadingState,
  toDataFrame,
  type ValueLinkConfig,
} from '@grafana/data';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type BreakerRow, breakersTable, critical, open, series, unmeasured } from '../../test/breakers';
import { hourBeforeNoon, minutes, noon, panelProps } from '../../test/panelProps';
import { defaults, type Options } from './options';
import Panel from './Panel';
import { crosshairProperty } from './useCrosshair';

type Changes = Parameters<typeof panelProps<Options>>[2];

const states = series('state', 'medium', [...Array<number>(50).fill(0), ...Array<number>(10).fill(2)]);

const show = (rows: BreakerRow[], changes: Changes = {}, options: Partial<Options> = {}) =>
  render(<Panel {...panelProps([breakersTable(rows), states], { ...defaults, ...options }, changes)} />);

const rowOf = (name: string) =>
  within(screen.getAllByRole('listitem').find((item) => within(item).queryByText(name) !== null)!);

describe('at full width', () => {
  test('each breaker has its state in words, its time in it, trips and health', () => {
    show([critical, open]);
    expect(screen.getByText('1 of 2 breakers is open: medium for 41s.')).toBeInTheDocument();
    const row = rowOf('critical');
    expect(row.getByText('closed')).toBeInTheDocument();
    expect(row.getByText('for 3h 12m')).toBeInTheDocument();
    expect(row.getByText('1 trip')).toBeInTheDocument();
    expect(row.getByText('health 2.0')).toBeInTheDocument();
  });

  test('a state that is older than everything known is so for at least that long', () => {
    show([{ ...critical, sinceWord: 'at least since' }]);
    expect(rowOf('critical').getByText('for at least 3h 12m')).toBeInTheDocument();
  });

  test('the word is that of the program, where it has more states', () => {
    show([{ ...open, stateWord: 'forced open' }]);
    expect(rowOf('medium').getByText('forced open')).toBeInTheDocument();
  });

  test('what another range was measured in takes nothing from the range of the panel, and is not drawn at its edge', () => {
    const [before, between, within] = [Array<number>(10).fill(2), Array<number>(10).fill(0), Array<number>(40).fill(2)];
    const longer = series('state', 'medium', [...before, ...between, ...within]);
    const timeRange = { from: dateTime(noon - minutes(30)), to: dateTime(noon) };
    render(
      <Panel
        {...panelProps([breakersTable([open]), longer], defaults, {
          timeRange: { ...timeRange, raw: timeRange },
        })}
      />
    );
    const timeline = screen.getByRole('img', { name: 'Over the time range: open 100%; 0 trips' });
    const drawn = [...timeline.children].filter((child) => (child as HTMLElement).style.width !== '');
    expect(drawn).toHaveLength(1);
  });

  test('the timeline says in words what it draws', () => {
    show([open]);
    expect(
      screen.getByRole('img', { name: /Over the time range: open 1.*%, closed 8.*%; 0 trips/ })
    ).toBeInTheDocument();
  });

  test('a recommendation opens its evidence', async () => {
    show([critical]);
    await userEvent.click(screen.getByRole('button', { name: 'threshold 5 → 6 recommended' }));
    expect(await screen.findByText('0.4 % of the calls failed, below 1 % (D4 l.433).')).toBeInTheDocument();
  });

  test('settings that should stay are told without a recommendation', () => {
    show([open]);
    expect(rowOf('medium').getByText('threshold 5, recovery 60 s')).toBeInTheDocument();
    expect(screen.queryByText(/recommended/)).not.toBeInTheDocument();
  });

  test('the worst comes first where that is wished', () => {
    show([critical, open], {}, { order: 'worst' });
    const list = screen.getByRole('list', { name: 'Circuit breakers' });
    expect(within(list).getAllByRole('listitem')[0]).toHaveTextContent('medium');
  });
});

test('of hundreds the worst are drawn, the open one among them, and all on request', async () => {
  const many = Array.from({ length: 101 }, (_, index) => ({ ...critical, component: `c${index}` }));
  const options: Options = { ...defaults, showSettings: false };
  render(<Panel {...panelProps([breakersTable([...many, open])], options)} />);
  expect(screen.getByText('1 of 102 breakers is open: medium for 41s.')).toBeVisible();
  const list = screen.getByLabelText('Circuit breakers');
  expect(list.children).toHaveLength(100);
  expect(list.lastElementChild).toHaveTextContent('medium');
  expect(screen.getByText(/^The worst 100 of 102 breakers/)).toBeVisible();
  await userEvent.click(screen.getByText('Show all 102'));
  expect(list.children).toHaveLength(102);
});

describe('a state that is not measured', () => {
  test('has whole trips, however Prometheus extrapolates them', () => {
    show([critical, { ...unmeasured, trips: 1.02 }]);
    expect(rowOf('low').getByText('1 trip, last 14m ago')).toBeInTheDocument();
  });

  test('is said, with what to emit, trips and the time since the last', async () => {
    show([critical, unmeasured]);
    const row = rowOf('low');
    expect(row.getByText('state not measured')).toBeInTheDocument();
    expect(row.getByText('2 trips, last 14m ago')).toBeInTheDocument();
    expect(row.queryByText('closed')).not.toBeInTheDocument();
    await userEvent.click(row.getByRole('button', { name: 'what to emit' }));
    expect(await screen.findByText(unmeasured.emit!)).toBeInTheDocument();
  });

  test('is explained once where it is so of every breaker', () => {
    show([unmeasured, { ...unmeasured, component: 'high' }]);
    expect(screen.getAllByText(unmeasured.emit!)).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'what to emit' })).not.toBeInTheDocument();
  });
});

describe('time', () => {
  afterEach(() => jest.useRealTimers());

  test('in a state goes on while one looks', () => {
    jest.useFakeTimers({ now: noon });
    show([open], { timeRange: hourBeforeNoon(true) });
    expect(rowOf('medium').getByText('for 41s')).toBeInTheDocument();
    act(() => jest.advanceTimersByTime(2000));
    expect(rowOf('medium').getByText('for 43s')).toBeInTheDocument();
  });

  test('goes on without anything else being drawn again', () => {
    jest.useFakeTimers({ now: noon });
    const frame = breakersTable([open, critical]);
    // Where a name leads is asked whenever its row is drawn.
    const getLinks = jest.fn(() => [{ href: '/d/runbook', title: 'Runbook', target: '_self' } as LinkModel]);
    Object.assign(frame.fields[1]!, { config: { links: [{ title: 'x', url: 'x' }] }, getLinks });
    render(<Panel {...panelProps([frame], defaults, { timeRange: hourBeforeNoon(true) })} />);
    const drawn = getLinks.mock.calls.length;
    act(() => jest.advanceTimersByTime(2000));
    expect(rowOf('medium').getByText('for 43s')).toBeInTheDocument();
    expect(getLinks).toHaveBeenCalledTimes(drawn);
  });

  test('since the last trip is as long as it is in a range that ends tonight', () => {
    jest.useFakeTimers({ now: noon });
    const timeRange = {
      ...{ from: dateTime(noon - minutes(720)), to: dateTime(noon + minutes(720)) },
      raw: { from: 'now/d', to: 'now/d' },
    };
    const request = { startTime: noon } as DataQueryRequest;
    const { component } = unmeasured;
    render(<Panel {...panelProps([breakersTable([unmeasured])], defaults, { timeRange, data: { request } })} />);
    expect(rowOf(component).getByText('2 trips, last 14m ago')).toBeInTheDocument();
    expect(screen.getByText(/2 trips in this range, the last 14m ago/)).toBeInTheDocument();
  });

  test('stands still in a range that ends in the past', () => {
    jest.useFakeTimers({ now: noon + minutes(90) });
    show([open]);
    expect(rowOf('medium').getByText('for 41s')).toBeInTheDocument();
  });
});

describe('the crosshair', () => {
  test('follows the pointer on another panel, and goes with it', () => {
    const eventBus = new EventBusSrv();
    const { container } = show([open], { eventBus });
    const panel = container.firstElementChild as HTMLElement;
    act(() => eventBus.publish(new DataHoverEvent({ point: { time: noon - minutes(30) } })));
    expect(panel.style.getPropertyValue(crosshairProperty)).toBe('50%');
    act(() => eventBus.publish(new DataHoverClearEvent()));
    expect(panel.style.getPropertyValue(crosshairProperty)).toBe('');
  });

  test('is told to the other panels', () => {
    const eventBus = new EventBusSrv();
    const heard = jest.fn();
    eventBus.getStream(DataHoverEvent).subscribe(({ payload }) => heard(payload.point));
    show([open], { eventBus });
    fireEvent.pointerMove(screen.getByRole('img'), { clientX: 200 });
    expect(heard).toHaveBeenCalledWith({ time: expect.any(Number) });
  });
});

describe('with less room', () => {
  test('the timeline goes below the line', () => {
    show([critical, open], { width: 600 });
    expect(screen.getAllByRole('img')).toHaveLength(2);
  });

  test('300 pixels hold name and state', () => {
    show([critical, open], { width: 284 });
    expect(rowOf('medium').getByText('open')).toBeInTheDocument();
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
    expect(screen.queryByText('1 trip')).not.toBeInTheDocument();
  });
});

test('a name leads to its data link', () => {
  const frame = breakersTable([critical]);
  frame.fields[1]!.config = { links: [{ title: 'x', url: 'x' }] };
  frame.fields[1]!.getLinks = () => [{ href: '/d/runbook', title: 'Runbook', target: '_self' } as LinkModel];
  render(<Panel {...panelProps([frame], defaults)} />);
  const link = screen.getByRole('link', { name: 'critical' });
  expect(link).toHaveAttribute('href', '/d/runbook');
  // A long name is cut, and has to be read somewhere.
  expect(link).toHaveAttribute('title', 'critical');
});

test('a name leads to the data link of its series where there is no table, and not to those of others', () => {
  const linkTo = (href: string) => ({
    config: { links: [{ title: 'x', url: 'x' }] },
    getLinks: ({ valueRowIndex }: ValueLinkConfig) => [
      { href: `${href}?row=${valueRowIndex}`, title: 'x', target: '_self' } as LinkModel,
    ],
  });
  const times = { name: 'Time', type: FieldType.time, config: {}, values: [noon - minutes(1), noon] };
  const of = (component: string, values: number[]): Field => ({
    ...{ name: 'state', type: FieldType.number, labels: { component }, values },
    ...linkTo(`/d/${component}`),
  });
  const joined = { refId: 'A', length: 2, fields: [times, of('db', [0, 2]), of('mail', [0, 0])] };
  const { unmount } = render(<Panel {...panelProps([joined], defaults)} />);
  expect(screen.getByRole('link', { name: 'db' })).toHaveAttribute('href', '/d/db?row=1');
  expect(screen.getByRole('link', { name: 'mail' })).toHaveAttribute('href', '/d/mail?row=1');
  unmount();
  // As SQL has series: a row per moment and breaker.
  const long = toDataFrame({
    fields: [
      { ...times, values: [noon, noon - minutes(1), noon, noon - minutes(1)] },
      { name: 'component', type: FieldType.string, values: ['db', 'db', 'mail', 'mail'] },
      { name: 'state', type: FieldType.number, values: [2, 0, 0, 0] },
    ],
  });
  Object.assign(long.fields[2]!, linkTo('/d/any'));
  render(<Panel {...panelProps([long], defaults)} />);
  expect(screen.getByRole('link', { name: 'db' })).toHaveAttribute('href', '/d/any?row=0');
  expect(screen.getByRole('link', { name: 'mail' })).toHaveAttribute('href', '/d/any?row=2');
});

describe('without breakers', () => {
  test('an empty answer says when there will be some', () => {
    render(<Panel {...panelProps([toDataFrame({ fields: [] })], defaults)} />);
    expect(screen.getByText(/No circuit breakers here yet/)).toBeInTheDocument();
    expect(screen.getByText(/OmniNode, resilience4j, opossum or Envoy/)).toBeInTheDocument();
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

  test.each([LoadingState.Loading, LoadingState.Streaming, LoadingState.Error])(
    'what was read before is still shown in the state %s',
    (state) => {
      show([open], { data: { state } });
      expect(rowOf('medium').getByText('open')).toBeInTheDocument();
    }
  );

  test('data of something else says what the panel needs', () => {
    const walk = toDataFrame({ fields: [{ name: 'A-series', type: FieldType.number, values: [1.5] }] });
    render(<Panel {...panelProps([walk], defaults)} />);
    expect(screen.getByText(/needs a text field "component"/)).toBeInTheDocument();
  });
});

test('trips of several series at one moment leave no mark behind when the panel is refreshed', () => {
  const trips = (values: number[]) => [series('trips', 'medium', values), series('trips', 'medium', values)];
  const props = (values: number[]) => panelProps([states, ...trips(values)], defaults);
  const marks = () => screen.getByRole('img', { name: /Over the time range/ }).children.length;
  const { rerender } = render(<Panel {...props([1, 0, 0])} />);
  const one = marks();
  rerender(<Panel {...props([0, 0, 1])} />);
  rerender(<Panel {...props([0, 1, 0])} />);
  expect(marks()).toBe(one);
});
