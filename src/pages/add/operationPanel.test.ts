import { type Row } from '../operations/rows';
import { operationPanel } from './operationPanel';

test.each([
  ['bytes', 'bytes'],
  [undefined, 's'],
])('the panel of an operation in %s is in %s', (unit, drawn) => {
  const row: Row = {
    id: 'shop:own:memory',
    system: 'shop',
    set: 'own',
    name: 'memory',
    labels: {},
    tier: 0,
    failing: 0,
    silent: 0,
    state: '',
    reason: '',
    unit,
  };
  expect(operationPanel('yardstick', row).panel).toMatchObject({ fieldConfig: { defaults: { unit: drawn } } });
});
