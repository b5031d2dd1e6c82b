import { idOf, identityOf } from './identity';

test.each([
  ['graph-to-table small'],
  ['GET /api/v1/items/{id}?x=1&y=2#top'],
  ['say "hi"\nthere'],
  ['🚀 déjà vu 100 %'],
  ['a:b:c ~ %2F'],
  ['x'.repeat(200)],
])('an operation named %j keeps its name through an address', (name) => {
  const id = idOf({ system: 'kgas', set: 'operation', name });
  expect(id).toMatch(/^[A-Za-z0-9\-_.!*'()~:]+$/);
  expect(identityOf(id)).toEqual({ system: 'kgas', set: 'operation', name });
});

test.each(['kgas', 'a:b', 'a:b:c:d', 'a:b:~zz'])('"%s" names no operation', (id) => {
  expect(identityOf(id)).toBeUndefined();
});
