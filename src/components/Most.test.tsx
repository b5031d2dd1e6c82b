import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Most, mostRows } from './Most';

interface Row {
  name: string;
  badness: number;
}

const show = (rows: Row[]) =>
  render(
    <Most rows={rows} byWorst={(a, b) => b.badness - a.badness} notice={({ count, of }) => `${count} of ${of}`}>
      {(shown) => shown.map(({ name }) => name).join(' ')}
    </Most>
  );

const calm = Array.from({ length: mostRows - 2 }, (_, i) => ({ name: `t${i}`, badness: 1 }));

test('as many as can be read are shown without a word', () => {
  const { container } = show([...calm, { name: 'vector', badness: 2 }, { name: 'stream', badness: 1 }]);
  expect(container).toHaveTextContent(/^t0 t1 .* vector stream$/);
});

test('of hundreds the worst are shown in the order of the data, and all on request', async () => {
  const { container } = show([
    { name: 'none', badness: 0 },
    ...calm,
    { name: 'later', badness: 1 },
    { name: 'vector', badness: 2 },
    { name: 'stream', badness: 3 },
  ]);
  expect(container).toHaveTextContent(/^100 of 102 Show all 102 ?t0 t1 .* t97 vector stream$/);
  await userEvent.click(screen.getByRole('button', { name: 'Show all 102' }));
  expect(container).toHaveTextContent(/^none t0 .* t97 later vector stream$/);
});
