import { countsOf } from './facets';

const things = [
  { system: 'ado', tiers: ['critical', 'slow'] },
  { system: 'ado', tiers: ['normal'] },
  { system: 'kgas', tiers: ['warning', 'slow'] },
];

const facets = {
  system: ({ system }: (typeof things)[number]) => [system],
  tier: ({ tiers }: (typeof things)[number]) => tiers,
};

const told = (asked: { system?: string; tier?: string }) => {
  const { system, tier } = countsOf(things, facets, asked);
  return { system: Object.fromEntries(system), tier: Object.fromEntries(tier) };
};

test('a value is counted with every thing that has it', () => {
  expect(told({})).toEqual({ system: { ado: 2, kgas: 1 }, tier: { critical: 1, normal: 1, warning: 1, slow: 2 } });
});

test('of a kind that is asked for the other values say what choosing them instead would leave', () => {
  expect(told({ system: 'ado' })).toEqual({
    system: { ado: 2, kgas: 1 },
    tier: { critical: 1, normal: 1, warning: 0, slow: 1 },
  });
  expect(told({ system: 'ado', tier: 'warning' })).toEqual({
    system: { ado: 0, kgas: 1 },
    tier: { critical: 1, normal: 1, warning: 0, slow: 1 },
  });
});

test('what is asked for can be taken back also where nothing has it', () => {
  expect(told({ system: 'gone' }).system).toEqual({ ado: 2, kgas: 1, gone: 0 });
});
