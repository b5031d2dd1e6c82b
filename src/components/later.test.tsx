import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { later } from './later';

const Part = ({ name }: { name: string }) => <p>part {name}</p>;

/** A file that is not there until it is. */
const given = () => {
  const file: { missing?: Error; asked: number } = { missing: new Error('Loading chunk 7 failed'), asked: 0 };
  const Later = later<{ name: string }>(async () => {
    file.asked++;
    if (file.missing) {
      throw file.missing;
    }
    return { default: Part };
  });
  return { file, Later };
};

test('a part that could not be loaded says so, and comes once it can be', async () => {
  const { file, Later } = given();
  render(<Later name="one" />);
  expect(await screen.findByText('Loading chunk 7 failed')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Load the page anew' })).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Loading chunk 7 failed')).toBeVisible();
  file.missing = undefined;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('part one')).toBeVisible();
});

test('who goes away and comes back is not told of a failure that is over', async () => {
  const { file, Later } = given();
  const { unmount } = render(<Later name="one" />);
  await screen.findByText('Loading chunk 7 failed');
  unmount();
  file.missing = undefined;
  render(<Later name="two" />);
  expect(await screen.findByText('part two')).toBeVisible();
});

test('what was loaded is there at once, and is not loaded again', async () => {
  const { file, Later } = given();
  file.missing = undefined;
  const { unmount } = render(<Later name="one" />);
  await screen.findByText('part one');
  unmount();
  render(<Later name="two" />);
  expect(screen.getByText('part two')).toBeVisible();
  expect(file.asked).toBe(1);
});
