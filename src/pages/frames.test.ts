import { type DataQueryRequest, dateTime } from '@grafana/data';
import { setDataSourceSrv } from '@grafana/runtime';
import { of } from 'rxjs';
import { isRefusal } from '../components/failure';
import { askFrames } from './frames';

test('two questions of the same moment do not drop each other', async () => {
  const requests: DataQueryRequest[] = [];
  const source = {
    getRef: () => ({ uid: 'ours' }),
    query: (request: DataQueryRequest) => {
      requests.push(request);
      return of({ data: [] });
    },
  };
  setDataSourceSrv({ get: () => Promise.resolve(source) } as never);
  jest.useFakeTimers({ now: Date.UTC(2026, 10, 20) }); // the clock stands still
  const now = dateTime();
  const range = { from: now, to: now, raw: { from: 'now-1h', to: 'now' } };
  await Promise.all([1, 2].map(() => askFrames('ours', [{ queryType: 'series', system: 'kgas' }], range)));
  jest.useRealTimers();
  expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(2);
});

test.each([
  ['a system that there is not', 400, true],
  ['a Prometheus that is away', 502, false],
  ['nobody knows what', undefined, false],
])('%s: whether it was refused is known to the page', async (message, status, refused) => {
  const source = {
    getRef: () => ({ uid: 'ours' }),
    query: () => of({ data: [], errors: [{ refId: 'A', message, status }] }),
  };
  setDataSourceSrv({ get: () => Promise.resolve(source) } as never);
  const now = dateTime();
  const range = { from: now, to: now, raw: { from: 'now-1h', to: 'now' } };
  const asked = askFrames('ours', [{ queryType: 'series', system: 'kgas' }], range);
  const thrown: unknown = await asked.then(
    () => undefined,
    (error: unknown) => error
  );
  expect(thrown).toMatchObject({ message });
  expect(isRefusal(thrown)).toBe(refused);
});
