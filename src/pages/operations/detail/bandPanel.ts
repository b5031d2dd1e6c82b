// How does Grafana's own graph draw live against normal? The band filled between its edges, live on top.
import { type FieldConfigSource } from '@grafana/data';
import { bandDefaults, dashed, grey, line, unlisted } from '../../bands';

/** The names that the data source gives to the band of an operation. */
export const bandNames = (name: string) => ({
  upper: `${name} upper`,
  lower: `${name} lower`,
  expected: `${name} expected`,
});

const noPoints = { id: 'custom.showPoints', value: 'never' };

export function bandFields(names: { upper: string; lower: string; expected: string }): FieldConfigSource {
  return {
    defaults: bandDefaults,
    overrides: [
      {
        matcher: { id: 'byName', options: names.upper },
        properties: [
          grey,
          line(0),
          noPoints,
          unlisted,
          { id: 'custom.fillBelowTo', value: names.lower },
          { id: 'custom.fillOpacity', value: 15 },
        ],
      },
      { matcher: { id: 'byName', options: names.lower }, properties: [grey, line(0), noPoints, unlisted] },
      {
        matcher: { id: 'byName', options: names.expected },
        properties: [grey, line(1), noPoints, dashed],
      },
    ],
  };
}
