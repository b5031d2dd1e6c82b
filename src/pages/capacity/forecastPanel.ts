// How does Grafana's graph draw a forecast? What was measured as points, what is expected dashed, two bands around it.
import { type FieldConfigSource } from '@grafana/data';
import { bandDefaults, dashed, grey, line, unlisted } from '../bands';

export function forecastFields(operation: string): FieldConfigSource {
  const named = (edge: string) => `${operation} ${edge}`;
  const upper = (edge: string, lower: string, opacity: number) => ({
    matcher: { id: 'byName', options: named(edge) },
    properties: [
      grey,
      line(0),
      unlisted,
      { id: 'custom.fillBelowTo', value: named(lower) },
      { id: 'custom.fillOpacity', value: opacity },
    ],
  });
  const lower = (edge: string) => ({
    matcher: { id: 'byName', options: named(edge) },
    properties: [grey, line(0), unlisted],
  });
  return {
    defaults: bandDefaults,
    overrides: [
      upper('high95', 'low95', 10),
      upper('high80', 'low80', 15),
      lower('low95'),
      lower('low80'),
      {
        matcher: { id: 'byName', options: named('expected') },
        properties: [grey, line(1), dashed],
      },
    ],
  };
}
