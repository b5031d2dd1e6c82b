/**
 * How was one operation over the day, against normal? An SVG as text, drawn without a
 * browser. Its colours are CSS variables of the page, so that it follows light, dark and paper.
 */
import { init } from 'echarts';

import { unitOrSeconds } from '../components/unit';
import { axisTime, ticksOf } from './moments';
import { type Point, type Report, type Violation } from './numbers';
import { type Drawing } from './page';
import { onScale, type Scale, scaleOf, unitOf } from './units';

/** Drawn at about the size at which it is shown, so that its letters keep theirs. */
const WIDTH = 400;
const HEIGHT = 140;
const LETTERS = { fontSize: 11, fontFamily: 'system-ui, sans-serif' };

/** A violation of one minute is still drawn this share of the width wide. */
const THINNEST = 150;

/** The drawing and the unit of its axis, which its caption names; "" of plain numbers. */
export interface Drawn {
  svg: string;
  unit: string;
}

export function draw({ chart, violations }: Drawing, report: Report): Drawn {
  const highest = Math.max(0, ...chart.points.map((p) => p.p95 ?? p.expected ?? 0));
  const scale = scaleOf(unitOrSeconds(chart.unit), highest);
  const canvas = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    canvas.setOption({
      animation: false,
      textStyle: LETTERS,
      grid: { left: 42, right: 14, top: 10, bottom: 22 },
      xAxis: timeAxis(report),
      yAxis: valueAxis(scale),
      series: [
        ...band(chart.points, scale),
        expected(chart.points, scale),
        live(chart.points, scale, violations, report),
      ],
    });
    return { svg: inert(canvas.renderToSVGString()), unit: unitOf(scale) };
  } finally {
    canvas.dispose();
  }
}

function timeAxis(report: Report) {
  return {
    type: 'value',
    min: Date.parse(report.from),
    max: Date.parse(report.to),
    interval: ticksOf(report.from, report.to),
    axisLine: { lineStyle: { color: 'var(--line)' } },
    axisTick: { show: false },
    splitLine: { show: false },
    silent: true,
    axisLabel: {
      ...LETTERS,
      color: 'var(--soft)',
      alignMinLabel: 'left',
      alignMaxLabel: 'right',
      formatter: (t: number) => axisTime(report.period, t, report.timeZone),
    },
  };
}

function valueAxis(scale: Scale) {
  return {
    type: 'value',
    min: 0,
    splitNumber: 3,
    splitLine: { lineStyle: { color: 'var(--line)' } },
    silent: true,
    axisLabel: { ...LETTERS, color: 'var(--soft)', formatter: (v: number) => onScale(scale, v * scale.divisor) },
  };
}

type Pair = [number, number | null];

const over = (points: Point[], of: (p: Point) => number | null, scale: Scale): Pair[] =>
  points.map((p) => {
    const v = of(p);
    return [Date.parse(p.t), v === null ? null : v / scale.divisor];
  });

const quiet = { type: 'line', symbol: 'none', silent: true, emphasis: { disabled: true } };

/** The band of normal: an unseen line at its lower edge, and its height stacked on that. */
function band(points: Point[], scale: Scale) {
  const height = (p: Point) => (p.upper === null || p.lower === null ? null : p.upper - p.lower);
  const edge = { ...quiet, z: 1, stack: 'band', lineStyle: { opacity: 0 } };
  return [
    { ...edge, data: over(points, (p) => p.lower, scale) },
    { ...edge, data: over(points, height, scale), areaStyle: { color: 'var(--band)', opacity: 1 } },
  ];
}

function expected(points: Point[], scale: Scale) {
  return {
    ...quiet,
    data: over(points, (p) => p.expected, scale),
    lineStyle: { color: 'var(--soft)', width: 1, type: [3, 3] },
  };
}

function live(points: Point[], scale: Scale, violations: Violation[], report: Report) {
  const seen = (Date.parse(report.to) - Date.parse(report.from)) / THINNEST;
  const stretches = violations.map((v) => [
    { xAxis: Date.parse(v.start), itemStyle: { color: `var(--${v.tier}-area)`, opacity: 0.75 } },
    { xAxis: Math.max(Date.parse(v.end ?? report.to), Date.parse(v.start) + seen) },
  ]);
  return {
    ...quiet,
    z: 3,
    data: over(points, (p) => p.p95, scale),
    lineStyle: { color: 'var(--ink)', width: 1.5 },
    markArea: { z: 2, silent: true, data: stretches },
  };
}

/** Without the style sheet for hovering, which a page on paper does not do. */
function inert(svg: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ (class|pointer-events|xmlns:xlink|baseProfile)="[^"]*"/g, '')
    .replace('<svg ', '<svg role="presentation" ');
}
