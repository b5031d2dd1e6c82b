import { type BackendSrv, setBackendSrv } from '@grafana/runtime';
import { type BaselineVersion } from '../../datasource/resources';
import { decide } from './decision';

const many = Array.from({ length: 450 }, (_, i) => ({ id: i + 1, version: 3 }) as BaselineVersion);

/** Answers two hundred baselines with their acts, and refuses those that somebody else has changed. */
function given({ changed = 0, undoable = true } = {}) {
  const posted: Array<{ path: string; body: { operations?: Array<{ id: number }>; acts?: number[]; reason: string } }> =
    [];
  const post = async (address: string, body: (typeof posted)[number]['body']) => {
    const path = address.split('/resources/')[1] ?? '';
    posted.push({ path, body });
    if (body.operations?.some(({ id }) => id === changed)) {
      throw { data: { error: 'the baseline of embed is at version 2, not 1.' } };
    }
    if (path === 'baselines/undo' && !undoable) {
      throw { data: { error: 'the store is away' } };
    }
    return { acts: body.operations?.map(({ id }) => 1000 + id) };
  };
  setBackendSrv({ post } as unknown as BackendSrv);
  return posted;
}

test('many baselines are decided about in parts, and undone by all their acts', async () => {
  const posted = given();
  const acts = await decide('yardstick', many, 'calm', { act: 'freeze' });
  expect(posted.map(({ body }) => body.operations?.length)).toEqual([200, 200, 50]);
  expect(acts).toEqual(many.map(({ id }) => 1000 + id));
});

test('where one is refused, those before it are as they were', async () => {
  const posted = given({ changed: 430 });
  await expect(decide('yardstick', many, 'calm', { act: 'freeze' })).rejects.toMatchObject({
    data: { error: expect.stringContaining('is at version 2') },
  });
  expect(posted.at(-1)).toMatchObject({
    path: 'baselines/undo',
    body: { acts: many.slice(0, 400).map(({ id }) => 1000 + id) },
  });
});

test('a refusal of the first ones undoes nothing', async () => {
  const posted = given({ changed: 7 });
  await expect(decide('yardstick', many, 'calm', { act: 'freeze' })).rejects.toBeDefined();
  expect(posted.map(({ path }) => path)).toEqual(['baselines/freeze']);
});

test('what could not be taken back is said', async () => {
  given({ changed: 430, undoable: false });
  await expect(decide('yardstick', many, 'calm', { act: 'freeze' })).rejects.toThrow(
    'The baseline of embed is at version 2, not 1. 400 were changed before and could not be taken back. The store is away'
  );
});
