import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Kind } from './definition';
import { unitBy } from './units';

interface Example {
  metric: string;
  kind: Kind;
  unit: string;
}

// What a file leaves out is guessed by pkg/catalog/own.go, which is held to the same examples.
const examples = JSON.parse(
  readFileSync(path.join(__dirname, '../../../pkg/catalog/testdata/units.json'), 'utf8')
) as Example[];

test.each(examples)('$metric of kind $kind is in $unit', ({ metric, kind, unit }) => {
  expect(unitBy(metric, kind)).toBe(unit);
});
