import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Combobox } from './Combobox';

const cities = ['Aachen', 'Berlin', 'Bern', 'Bonn'];
const nothing = () => undefined;
const typed = () => screen.getByRole('combobox');

test.each([
  ['from a list', () => cities.map((value) => ({ value, label: value })), 'Bonn'],
  ['by a search', () => async () => cities.map((value) => ({ value, label: value })), 'Bonn'],
  [
    'by a search, with its name',
    () => async () => cities.map((value) => ({ value, label: value })),
    () => ({ value: 'bonn', label: 'Bonn' }),
  ],
] as const)(
  'what is being typed stays when the page is drawn anew, of what is chosen %s',
  async (_, options, value) => {
    const again = () => (
      <Combobox
        aria-labelledby="x"
        options={options()}
        value={typeof value === 'function' ? value() : value}
        onChange={nothing}
      />
    );
    const { rerender } = render(again());
    await userEvent.type(typed(), 'Ber');
    rerender(again());
    await userEvent.type(typed(), 'l', { skipClick: true });
    expect(typed()).toHaveValue('Berl');
  }
);

test('other options are shown when they come, and what is chosen by its new name', async () => {
  const of = (all: Array<{ value: string; label: string }>) => (
    <Combobox aria-labelledby="x" options={all} value="b" onChange={nothing} />
  );
  const { rerender } = render(of([{ value: 'b', label: 'Bonn' }]));
  expect(typed()).toHaveValue('Bonn');
  rerender(
    of([
      { value: 'a', label: 'Aachen' },
      { value: 'b', label: 'Bern' },
    ])
  );
  expect(typed()).toHaveValue('Bern');
  await userEvent.click(typed());
  expect(await screen.findAllByRole('option')).toHaveLength(2);
});

test('a search asks the newest who can answer', async () => {
  const search = (name: string) => async () => [{ value: name, label: name }];
  const of = (name: string) => <Combobox aria-labelledby="x" options={search(name)} value={null} onChange={nothing} />;
  const { rerender } = render(of('old'));
  rerender(of('new'));
  await userEvent.click(typed());
  await waitFor(() => expect(screen.getByRole('option')).toHaveTextContent('new'));
});
