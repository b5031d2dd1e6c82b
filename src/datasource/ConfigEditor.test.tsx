import { type DataSourceSettings } from '@grafana/data';
import { type BackendSrv, setBackendSrv } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { systems } from '../test/datasource';
import ConfigEditor from './ConfigEditor';
import { withScope } from './SystemsSettings';
import { type SecureSettings, type Settings } from './types';

type Options = DataSourceSettings<Settings, SecureSettings>;

async function show(jsonData: Settings, answer: () => Promise<unknown> = async () => systems) {
  setBackendSrv({ get: answer } as unknown as BackendSrv);
  const changed = jest.fn();
  function Host() {
    const [options, setOptions] = useState({
      uid: 'yardstick',
      url: '',
      jsonData,
      secureJsonFields: {},
    } as unknown as Options);
    const change = (next: Options) => {
      changed(next);
      setOptions(next);
    };
    return <ConfigEditor options={options} onOptionsChange={change} />;
  }
  await act(async () => void render(<Host />));
  return () => changed.mock.calls.at(-1)?.[0] as Options;
}

test('the address of Prometheus is all that must be given', async () => {
  const last = await show({});
  expect(screen.getByText(/^Prometheus URL/)).toBeInTheDocument();
  await userEvent.type(screen.getByRole('textbox', { name: 'Data source connection URL' }), 'x');
  expect(last().url).toBe('x');
});

test('systems are chosen by their titles', async () => {
  const last = await show({});
  await userEvent.click(screen.getByRole('combobox', { name: 'Monitored systems' }));
  await userEvent.click(await screen.findByRole('option', { name: /KGAS/ }));
  expect(last().jsonData.systems).toEqual(['kgas']);
});

test('before the data source is saved the list is missing, and says when it comes', async () => {
  await show({}, () => Promise.reject(new Error('not found')));
  expect(await screen.findByText(/comes once the data source is saved/)).toBeInTheDocument();
});

test('a system that is called otherwise here gets its own matchers', async () => {
  const last = await show({ systems: ['kgas'], selectors: { kgas: { selector: 'job="old"' } } });
  const field = await screen.findByRole('textbox', { name: 'KGAS: application' });
  expect(field).toHaveValue('job="old"');
  await userEvent.clear(field);
  await userEvent.type(field, 'job="graphs"');
  await userEvent.tab();
  expect(last().jsonData.selectors).toEqual({ kgas: { selector: 'job="graphs"' } });
});

test('matchers that are emptied leave the settings', () => {
  const all = { kgas: { selector: 'job="a"' }, omninode: { selector: 'job="b"' } };
  expect(withScope(all, 'kgas', { selector: '' })).toEqual({ omninode: { selector: 'job="b"' } });
});

test('the preset says whose circuit breakers there are', async () => {
  const last = await show({});
  expect(screen.getByRole('radio', { name: /OmniNode/ })).toBeChecked();
  await userEvent.click(screen.getByRole('radio', { name: /resilience4j/ }));
  expect(last().jsonData.breakerPreset).toBe('resilience4j');
});

test('learning has limits, and says so', async () => {
  const last = await show({});
  const days = screen.getByRole('spinbutton', { name: /Days to learn from/ });
  expect(days).toHaveValue(28);
  await userEvent.type(days, '0');
  expect(last().jsonData.learnDays).toBe(280);
  await userEvent.type(days, '0');
  expect(await screen.findByText('Between 1 and 365')).toBeInTheDocument();
});

test('only such ways of signing in are offered as the learner and alert rules have too', async () => {
  await show({});
  await userEvent.click(screen.getByRole('combobox', { name: /^Authentication method/ }));
  const offered = (await screen.findAllByRole('option')).map((option) => option.textContent ?? '');
  expect(offered).toEqual([
    expect.stringMatching(/^No Authentication/),
    expect.stringMatching(/^Basic authentication/),
  ]);
});

test('how long Prometheus may take can be set, and left to Grafana again', async () => {
  const last = await show({});
  await userEvent.click(screen.getByRole('button', { name: /Advanced settings/ }));
  expect(screen.queryByText('Allowed cookies')).not.toBeInTheDocument();
  const field = screen.getByRole('spinbutton', { name: /^Time-out in seconds/ });
  await userEvent.type(field, '90');
  expect(last().jsonData.timeout).toBe(90);
  await userEvent.clear(field);
  expect(last().jsonData.timeout).toBeUndefined();
});

test('parameters that a proxy filters by can be set, and left out again', async () => {
  const last = await show({});
  await userEvent.click(screen.getByRole('button', { name: /Advanced settings/ }));
  const field = screen.getByRole('textbox', { name: /^Custom query parameters/ });
  await userEvent.type(field, 'namespace=shop');
  expect(last().jsonData.customQueryParameters).toBe('namespace=shop');
  await userEvent.clear(field);
  expect(last().jsonData.customQueryParameters).toBeUndefined();
});

test('days to learn from are whole, seconds of lag need not be', async () => {
  await show({});
  for (const [name, typed] of [
    ['Days to learn from', '7.5'],
    ['Lag in seconds', '0.5'],
  ] as const) {
    const field = screen.getByRole('spinbutton', { name: new RegExp(`^${name}`) });
    await userEvent.clear(field);
    await userEvent.type(field, typed);
  }
  expect(screen.getByText('Write a whole number')).toBeInTheDocument();
});

test('publishing is off until somebody wants it', async () => {
  const last = await show({});
  const publish = screen.getByRole('switch', { name: /Publish baselines as metrics/ });
  expect(publish).not.toBeChecked();
  await userEvent.click(publish);
  expect(last().jsonData.publish).toBe(true);
});

test('provisioned settings that the editor does not know are kept', async () => {
  const operations = [{ system: 'shop', operations: [] }];
  const last = await show({ operations });
  await userEvent.click(screen.getByRole('switch', { name: /Publish/ }));
  expect(last().jsonData.operations).toBe(operations);
});

test('holidays are written in one line, and what is no day is named', async () => {
  const last = await show({ holidays: ['12-25'] });
  const field = screen.getByRole('textbox', { name: /^Holidays/ });
  expect(field).toHaveValue('12-25');
  await userEvent.type(field, ', 2026-13-01');
  await userEvent.tab();
  expect(screen.getByText(/2026-13-01 is no day/)).toBeInTheDocument();
  await userEvent.clear(field);
  await userEvent.type(field, '12-25, 2026-04-06 02-29');
  await userEvent.tab();
  expect(last().jsonData.holidays).toEqual(['12-25', '2026-04-06', '02-29']);
});

test.each([
  ['KGAS: application', 'job="graphs"', { selectors: { kgas: { selector: 'job="graphs"' } } }],
  ['Holidays', '12-25', { holidays: ['12-25'] }],
])('Enter, which saves in the form of Grafana, saves what was just typed: %s', async (name, typed, expected) => {
  const last = await show({ systems: ['kgas'], selectors: { omninode: { selector: 'job="b"' } } });
  await userEvent.type(await screen.findByRole('textbox', { name: new RegExp(`^${name}`) }), `${typed}{Enter}`);
  expect(last()?.jsonData).toMatchObject(expected);
});

test('the systems are looked for again when the data source was saved', async () => {
  const answers = [() => Promise.reject(new Error('no URL')), async () => systems];
  setBackendSrv({ get: () => answers.shift()?.() } as unknown as BackendSrv);
  const options = (version: number) =>
    ({ uid: 'yardstick', url: '', version, jsonData: {}, secureJsonFields: {} }) as unknown as Options;
  const { rerender } = render(<ConfigEditor options={options(1)} onOptionsChange={() => undefined} />);
  expect(await screen.findByText(/comes once the data source is saved/)).toBeInTheDocument();
  rerender(<ConfigEditor options={options(2)} onOptionsChange={() => undefined} />);
  expect(await screen.findByText('Where they are found')).toBeInTheDocument();
  expect(screen.queryByText(/comes once the data source is saved/)).not.toBeInTheDocument();
});
