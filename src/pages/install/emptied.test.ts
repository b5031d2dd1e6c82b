import { givenWorld, Refused } from '../../test/pages';
import { removeEmptied } from './emptied';
import { folderOf, uidOfMade } from './folders';

const title = 'Yardstick KGAS';
const made = uidOfMade(title);
const nothing = { folder: 0, dashboard: 0, librarypanel: 0, alertrule: 0 };

/** What goes when a removal has been in the folder `uid`. */
async function goes(uid: string, folder: unknown, counts: unknown = nothing): Promise<string[]> {
  const sent = givenWorld({ answer: ({ path }) => (path.endsWith('/counts') ? counts : folder) });
  await removeEmptied([uid, uid]);
  return sent.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
}

test('the folder that an installation made goes with the last thing in it, once', async () => {
  expect(await goes(made, { uid: made, title })).toEqual([`/api/folders/${made}`]);
});

test.each(Object.keys(nothing))('it stays while it holds a %s', async (kind) => {
  expect(await goes(made, { uid: made, title }, { ...nothing, [kind]: 1 })).toEqual([]);
});

test('the folder of a person stays, empty or not', async () => {
  expect(await goes('ours', { uid: 'ours', title })).toEqual([]);
  expect(await goes(made, { uid: made, title: 'Ours by now' })).toEqual([]);
});

test.each([403, 404])('one that Grafana answers with %d is left alone', async (status) => {
  expect(await goes(made, new Refused(status))).toEqual([]);
});

test('a folder is made with an uid of ours, and without where somebody has renamed the one that had it', async () => {
  const answers = [new Refused(412), { uid: made, title: 'Ours by now' }, { uid: 'other' }];
  const sent = givenWorld({ answer: () => answers.shift() });
  expect(await folderOf({ title }, [])).toBe('other');
  expect(sent.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['POST', '/api/folders', { uid: made, title }],
    ['GET', `/api/folders/${made}`, undefined],
    ['POST', '/api/folders', { title }],
  ]);
});

test('a folder of that title is used as it is', async () => {
  const sent = givenWorld({});
  expect(await folderOf({ title }, [{ uid: 'theirs', title }])).toBe('theirs');
  expect(sent).toEqual([]);
});
