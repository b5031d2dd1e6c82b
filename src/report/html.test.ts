import { exampleReport, level, operation } from './example';
import { htmlOf } from './html';
import { type Report } from './numbers';

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(1)</script></style>&lt;\u202Eevil`;

function pageOf(report: Report): Document {
  return new DOMParser().parseFromString(htmlOf(report), 'text/html');
}

/** A report in which every text that can come from outside is hostile. */
function hostileReport(): Report {
  const poison = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(poison);
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, kept.has(k) ? v : poison(v)]));
    }
    return typeof value === 'string' ? HOSTILE : value;
  };
  const kept = new Set(['day', 'from', 'to', 'timeZone', 't', 'start', 'end', 'tier', 'kind', 'op', 'period']);
  return poison(exampleReport()) as Report;
}

describe('the HTML report', () => {
  it('needs nothing from outside and runs nothing', () => {
    const page = pageOf(exampleReport());
    expect(page.querySelectorAll('script, link, iframe, object, embed, img, base, form')).toHaveLength(0);
    expect(htmlOf(exampleReport()).replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|url\((?!#)|@import|javascript:/i
    );
  });

  it('says the sentence first, then five numbers', () => {
    const page = pageOf(exampleReport());
    const text = page.body.textContent ?? '';
    expect(page.querySelector('.sentence')?.textContent).toMatch(
      /^3 of 18 operations were slower than normal; worst: entity-extraction/
    );
    expect(page.querySelectorAll('.figures dt')).toHaveLength(5);
    expect(text.indexOf('3 of 18')).toBeLessThan(text.indexOf('Requests'));
    expect(text.indexOf('Requests')).toBeLessThan(text.indexOf('Over the day'));
  });

  it.each(['D2-R01', 'D2-R02', 'D2-R03', 'D2-R04'])(
    'can be linked to at %s, beside its place in the document',
    (id) => {
      const item = pageOf(exampleReport()).getElementById(id);
      expect(item?.textContent).toContain(`${id} · D2 l.`);
    }
  );

  it('has every id once', () => {
    const ids = [...pageOf(exampleReport()).querySelectorAll('[id]')].map((e) => e.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says a tier by a word and a shape, not by colour alone', () => {
    const row = [...pageOf(exampleReport()).querySelectorAll('tr')].find(
      (r) => r.cells[0]?.textContent === 'entity-extraction' && r.cells.length > 5
    );
    expect(row?.textContent).toContain('critical');
    expect(row?.querySelector('svg rect')).not.toBeNull();
  });

  it('names a unit once, in the head of its column', () => {
    const page = pageOf(exampleReport());
    const cells = [...page.querySelectorAll('.wide table')].slice(0, 1).flatMap((t) => [...t.querySelectorAll('td')]);
    expect(cells.length).toBeGreaterThan(100);
    expect(cells.filter((c) => /\d (ms|s|min)s?$/.test(c.textContent ?? ''))).toEqual([]);
    expect(page.querySelector('.wide .units')?.textContent).toContain('ms');
  });

  it('shows names of the monitored system as text, whatever they are', () => {
    const page = pageOf(hostileReport());
    expect(page.querySelectorAll('img, script')).toHaveLength(0);
    expect(page.querySelectorAll('style')).toHaveLength(1);
    const attributes = [...page.querySelectorAll('*')].flatMap((e) => [...e.attributes].map((a) => a.name));
    expect(attributes.filter((a) => a.startsWith('on'))).toEqual([]);
    expect(page.querySelector('bdi')?.textContent).toContain('<script>alert(1)</script>');
    expect(page.body.textContent).not.toContain('\u202E');
  });

  it('draws a day as a line on the page’s own colours, with its gap', () => {
    const [drawing] = pageOf(exampleReport()).querySelectorAll('figure svg');
    const line = drawing?.querySelector('path[stroke="var(--ink)"]');
    expect(line?.getAttribute('d')?.match(/M/g)).toHaveLength(2);
    expect(drawing?.innerHTML).toContain('var(--critical-area)');
  });

  it('draws what is no duration in its unit, and a plain number in none', () => {
    const [chart] = exampleReport().charts;
    const drawn = (factor: number, unit: string) => ({
      ...{ ...chart!, operation: unit, unit },
      points: chart!.points.map((p) => ({ ...p, p95: p.p95 && p.p95 * factor })),
    });
    const page = pageOf(exampleReport({ charts: [drawn(2 ** 30, 'bytes'), drawn(10, 'short')] }));
    expect([...page.querySelectorAll('figcaption')].map((c) => c.textContent)).toEqual(['bytes p95, GiB', 'short p95']);
  });

  it('calls what is no duration worse or better, not slower or faster', () => {
    const heads = (report: Report) => [...pageOf(report).querySelectorAll('.stories h2')].map((h) => h.textContent);
    const heap = level('heap', 'bytes', { ratio: 3, tier: 'warning' });
    expect(heads(exampleReport())).toEqual(['Slower', 'Faster']);
    expect(heads(exampleReport({ operations: [operation({ operation: 'query' }), heap] }))).toEqual([
      'Worse',
      'Better',
    ]);
  });

  it('shows 100 operations of 2,000, those furthest from normal, and says where the rest is', () => {
    const many = Array.from({ length: 2000 }, (_, i) => operation({ operation: `op-${i}`, ratio: 0.5 + i / 1000 }));
    const page = pageOf(exampleReport({ operations: many }));
    expect(page.body.textContent).toContain('1,900 more, all closer to normal, are in the CSV file.');
    expect(page.querySelector('.wide')?.textContent).toContain('op-1999');
  });

  it('of a day that is not over says so', () => {
    const page = pageOf(exampleReport({ to: '2026-11-20T03:00:00Z' }));
    expect(page.querySelector('header')?.textContent).toContain(
      'Daily report so far · 20 Nov 00:00 to 20 Nov 03:00 (UTC)'
    );
    expect([...page.querySelectorAll('figure svg text')].map((t) => t.textContent)).toContain('01:00');
  });

  it('of a system without anything says so in every part', () => {
    const nothing = {
      operations: 0,
      withBaseline: 0,
      requests: 0,
      errors: null,
      violations: 0,
      violationSeconds: 0,
      targets: { met: 0, missed: 0, notTested: 0, cannotTell: 0 },
    };
    const empty = {
      sections: [],
      operations: [],
      violations: [],
      targetsMissed: [],
      charts: [],
    };
    const text = pageOf(exampleReport({ ...empty, summary: nothing })).body.textContent;
    expect(text).toContain('Nothing of KGAS was measured');
    expect(text).toContain('No operation was in violation.');
    expect(text).toContain('No target could be tested.');
    expect(text).not.toMatch(/NaN|undefined|null/);
  });
});
