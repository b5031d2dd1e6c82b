import { addressOf, appRoot, placeOf } from './routes';

test('an address names a page, and one of its things', () => {
  expect(placeOf(`${appRoot}/operations`)).toEqual({ page: 'operations' });
  expect(placeOf(`${appRoot}/operations/kgas:a:b`)).toEqual({ page: 'operations', item: 'kgas:a:b' });
});

test.each(['', '/', '/no-such-page', '/operationsx'])('the address "%s" names none', (path) => {
  expect(placeOf(appRoot + path)).toBeUndefined();
});

test('parameters without a value are left out of an address', () => {
  expect(addressOf({ page: 'operations' }, { ds: 'a b', tier: undefined, q: '' })).toBe(`${appRoot}/operations?ds=a+b`);
  expect(addressOf({ page: 'overview' })).toBe(`${appRoot}/overview`);
});
