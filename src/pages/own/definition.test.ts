import { definitionOf, draftFrom, draftIn, draftOf, emptyDraft, systemName, writtenDraft } from './definition';

const draft = {
  ...emptyDraft,
  system: 'shop',
  title: 'Größe "x" 🚀',
  metric: 'a_seconds',
  by: ['route'],
  minRequests: '30',
};

test('a definition says only what differs from the defaults of the back end, and comes back as it was', () => {
  const definition = definitionOf(draft);
  expect(definition.operations[0]).toEqual({
    title: draft.title,
    metric: 'a_seconds',
    kind: 'histogram',
    unit: 's',
    direction: 'less',
    by: ['route'],
    minRequests: 30,
  });
  expect(draftOf(definition)).toEqual(draft);
});

test.each(['1,000', '1 000', '1.000', '1e3', '-5', 'many', '0'])(
  '%s requests are not read as some others',
  (minRequests) => {
    expect(definitionOf({ ...draft, minRequests }).operations[0]).not.toHaveProperty('minRequests');
  }
);

test('an address holds a draft, however it was named', () => {
  expect(draftIn({ draft: writtenDraft(draft) })).toEqual(draft);
});

test.each(['', '{"title":', '[]', 'null', '7'])('the address %s holds none that could do harm', (text) => {
  expect(draftIn({ draft: text }) ?? emptyDraft).toEqual(emptyDraft);
});

test('fields of another type are left out', () => {
  expect(draftIn({ draft: '{"title":5,"by":"route","metric":"a","more":1}' })).toEqual({ ...emptyDraft, metric: 'a' });
});

test('a panel gives name, metric and system; milliseconds are seen by the name', () => {
  const shape = { of: 'mean', metric: 'web_ms', selector: 'job="My Shop"', by: ['a'], remarks: [] } as const;
  expect(draftFrom({ ...shape, by: ['a'], remarks: [] }, ' ')).toMatchObject({
    title: 'web_ms',
    system: 'my-shop',
    unit: 'ms',
  });
});

test.each([
  ['My Shop', 'my-shop'],
  ['  3 Läden! ', 'laden'],
  ['文', ''],
])('%s becomes a name of a system', (typed, name) => {
  expect(systemName(typed)).toBe(name);
});
