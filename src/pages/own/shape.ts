// What does a panel's query measure, so that it can be learned? The metric behind it, its matchers, and the labels that
// divide it; or why it cannot be learned, and what to do instead. Pure.
import { type Across } from './definition';
import { Expression, labelsIn, type Matcher, parsed, type Selected, selectedBy, writtenMatchers } from './syntax';

export interface Shape {
  /** What the query says of the metric; Prometheus decides between histogram and summary for a mean. */
  of: 'quantile' | 'mean' | 'summary' | 'gauge' | 'counter';
  metric: string;
  selector: string;
  by: string[];
  /** Of gauges: what it draws several together as. */
  across?: Across;
  /** What is learned otherwise than it was drawn. */
  remarks: Remark[];
}

/** each: every series was drawn, labels have to be chosen. sum: what is learned is no sum. summed: it is one, and something
 * else was drawn. scaled: the drawn number was multiplied. narrowed: only some of the series were drawn. without: all other
 * labels were kept. perSecond: a count was drawn, and its rate is learned. */
export type Remark = 'each' | 'sum' | 'summed' | 'scaled' | 'narrowed' | 'without' | 'perSecond';

export interface Refusal {
  why: 'empty' | 'syntax' | 'variable' | 'several' | 'rate' | 'counter' | 'past' | 'subquery' | 'function' | 'constant';
  /** The name, position or function that it is about. */
  what: string;
  /** A metric that could be learned instead. */
  instead?: string;
}

export const isShape = (read: Shape | Refusal): read is Shape => 'metric' in read;

export function shapeOf(query: string): Shape | Refusal {
  if (query.trim() === '') {
    return { why: 'empty', what: '' };
  }
  const variable = /\$\{?[A-Za-z_]\w*|\[\[\w+\]\]/.exec(query.replace(/\$\{?__\w+\}?/g, ''));
  if (variable) {
    return { why: 'variable', what: variable[0] };
  }
  const whole = parsed(query);
  return typeof whole === 'number' ? { why: 'syntax', what: String(whole) } : read(whole, []);
}

const drawnInOrder = ['sort', 'sort_desc'];
const chosenFrom = ['topk', 'bottomk', 'limitk'];
const overTime = ['avg_over_time', 'max_over_time', 'min_over_time', 'last_over_time', 'quantile_over_time'];
const perSecond = ['rate', 'irate', 'increase'];
const grouped = ['sum', 'avg', 'max', 'min'];

function read(e: Expression, remarks: Remark[]): Shape | Refusal {
  switch (e.name) {
    case 'ParenExpr':
    case 'StepInvariantExpr':
      return inner(e, remarks);
    case 'BinaryExpr':
      return ofBinary(e, remarks);
    case 'AggregateExpr':
      return ofAggregate(e, remarks);
    case 'FunctionCall':
      return ofFunction(e, remarks);
    case 'VectorSelector':
      return ofSelector(e, [...remarks, 'each']);
    case 'OffsetExpr':
      return { why: 'past', what: e.written() };
    case 'SubqueryExpr':
      return { why: 'subquery', what: e.written() };
    case 'NumberDurationLiteral':
      return { why: 'constant', what: e.written() };
    default:
      return { why: 'function', what: e.written() };
  }
}

const inner = (e: Expression, remarks: Remark[]) => {
  const [first] = e.children();
  return first ? read(first, remarks) : ({ why: 'empty', what: '' } as const);
};

const operands = (e: Expression) =>
  [new Expression(e.node.firstChild ?? e.node, e.text), new Expression(e.node.lastChild ?? e.node, e.text)] as const;
const isNumber = (e: Expression) => /^[\s\d.eE+-]+$/.test(e.written());

function ofBinary(e: Expression, remarks: Remark[]): Shape | Refusal {
  const [left, right] = operands(e);
  const scales = e.child('Mul', 'Div') !== undefined;
  if (isNumber(right)) {
    return scales
      ? read(left, [...remarks, 'scaled'])
      : e.child('Gtr', 'Gte', 'Lss', 'Lte', 'Neq')
        ? read(left, [...remarks, 'narrowed'])
        : refuseSeveral(e);
  }
  if (isNumber(left) && e.child('Mul')) {
    return read(right, [...remarks, 'scaled']);
  }
  const [above, below] = [rateOf(left), rateOf(right)];
  if (e.child('Div') && above && below) {
    const [sum, count] = [baseOf(above.metric, '_sum'), baseOf(below.metric, '_count')];
    if (sum !== undefined && sum === count) {
      return {
        of: 'mean',
        metric: sum,
        selector: writtenMatchers(above.matchers),
        by: above.by,
        remarks: [...remarks, ...above.remarks],
      };
    }
  }
  return refuseSeveral(e);
}

const refuseSeveral = (e: Expression): Refusal => ({ why: 'several', what: e.written() });

/** X of X_sum; undefined where it has another end. */
const baseOf = (metric: string, end: string) => (metric.endsWith(end) ? metric.slice(0, -end.length) : undefined);

interface Rate extends Selected {
  call: string;
  by: string[];
  remarks: Remark[];
}

/** sum by (…) (rate(x[5m])), or the rate alone. */
function rateOf(e: Expression): Rate | undefined {
  if (e.name === 'ParenExpr') {
    const [first] = e.children();
    return first && rateOf(first);
  }
  if (e.name === 'AggregateExpr') {
    const within = argumentsOf(e).at(-1);
    const rate = within && rateOf(within);
    return rate && grouped.includes(operatorOf(e)) ? { ...rate, ...groupingOf(e) } : undefined;
  }
  const [argument] = e.name === 'FunctionCall' && perSecond.includes(nameOf(e)) ? argumentsOf(e) : [];
  const selector = argument?.name === 'MatrixSelector' ? argument.child('VectorSelector') : undefined;
  return selector && { ...selectedBy(selector), call: nameOf(e), by: [], remarks: ['each'] };
}

const nameOf = (call: Expression) => call.child('FunctionIdentifier')?.written() ?? '';
const operatorOf = (aggregate: Expression) => (aggregate.child('AggregateOp')?.written() ?? '').toLowerCase();
const argumentsOf = (e: Expression) =>
  (e.child('FunctionCallBody')?.children() ?? []).filter(({ name }) => !['(', ')', ','].includes(name));

function groupingOf(aggregate: Expression): { by: string[]; remarks: Remark[] } {
  const modifier = aggregate.child('AggregateModifier');
  if (modifier?.child('Without')) {
    return { by: [], remarks: ['without'] };
  }
  const by = labelsIn(modifier?.child('GroupingLabels')).filter((label) => label !== 'le' && label !== 'quantile');
  return { by, remarks: [] };
}

function ofFunction(e: Expression, remarks: Remark[]): Shape | Refusal {
  const name = nameOf(e);
  const last = argumentsOf(e).at(-1);
  if (!last) {
    return { why: 'function', what: name };
  }
  if (drawnInOrder.includes(name)) {
    return read(last, remarks);
  }
  if (['histogram_quantile', 'histogram_avg', 'histogram_sum', 'histogram_count'].includes(name)) {
    const rate = rateOf(last);
    if (!rate || name === 'histogram_sum' || name === 'histogram_count') {
      return { why: rate ? 'rate' : 'function', what: name, ...(rate && { instead: rate.metric }) };
    }
    const of = name === 'histogram_avg' ? 'mean' : 'quantile';
    const metric = baseOf(rate.metric, '_bucket') ?? rate.metric;
    return {
      of,
      metric,
      selector: writtenMatchers(unbounded(rate.matchers)),
      by: rate.by,
      remarks: [...remarks, ...rate.remarks],
    };
  }
  if (perSecond.includes(name)) {
    return ofRate(rateOf(e), 'sum', remarks);
  }
  const selector = overTime.includes(name) && last.name === 'MatrixSelector' ? last.child('VectorSelector') : undefined;
  return selector
    ? ofSelector(selector, [...remarks, 'each'])
    : { why: last.name === 'SubqueryExpr' ? 'subquery' : 'function', what: name };
}

/** The rate of a counter is learned; how often a histogram was observed comes with the histogram. */
function ofRate(rate: Rate | undefined, operator: string, remarks: Remark[]): Shape | Refusal {
  const { metric = '', matchers = [], by = [], call, remarks: own = [] } = rate ?? {};
  const instead = baseOf(metric, '_count') ?? baseOf(metric, '_bucket') ?? baseOf(metric, '_sum');
  if (metric === '' || instead !== undefined) {
    return { why: 'rate', what: metric, ...(instead !== undefined && { instead }) };
  }
  const added: Remark[] = [
    ...(operator === 'sum' ? [] : (['summed'] as const)),
    ...(call === 'increase' ? (['perSecond'] as const) : []),
  ];
  return { of: 'counter', metric, selector: writtenMatchers(matchers), by, remarks: [...remarks, ...own, ...added] };
}

const unbounded = (matchers: Matcher[]) => matchers.filter(({ label }) => label !== 'le' && label !== 'quantile');

function ofAggregate(e: Expression, remarks: Remark[]): Shape | Refusal {
  const operator = operatorOf(e);
  const within = argumentsOf(e).at(-1);
  if (!within) {
    return { why: 'function', what: operator };
  }
  if (chosenFrom.includes(operator)) {
    return read(within, [...remarks, 'narrowed']);
  }
  const rate = rateOf(e);
  if (rate) {
    return ofRate(rate, operator, remarks);
  }
  if (!grouped.includes(operator)) {
    return { why: 'function', what: operator };
  }
  const shape = read(within, []);
  if (!isShape(shape) || (shape.of !== 'gauge' && shape.of !== 'summary')) {
    return isShape(shape) ? { why: 'function', what: operator } : shape;
  }
  if (within.name === 'AggregateExpr' && shape.of === 'gauge' && operatorOf(within) !== operator) {
    return { why: 'function', what: `${operator} of ${operatorOf(within)}` };
  }
  const { by, remarks: own } = groupingOf(e);
  const isSum: Remark[] = operator === 'sum' && shape.of === 'summary' ? ['sum'] : [];
  return {
    ...shape,
    by,
    ...(shape.of === 'gauge' && operator !== 'avg' && { across: operator as Across }),
    remarks: [...remarks, ...own, ...isSum, ...shape.remarks.filter((one) => one !== 'each')],
  };
}

function ofSelector(e: Expression, remarks: Remark[]): Shape | Refusal {
  const { metric, matchers } = selectedBy(e);
  const end = ['_bucket', '_sum', '_count'].find((one) => metric.endsWith(one));
  if (end) {
    return { why: 'counter', what: metric, instead: metric.slice(0, -end.length) };
  }
  if (metric.endsWith('_total')) {
    return { of: 'counter', metric, selector: writtenMatchers(matchers), by: [], remarks: [...remarks, 'perSecond'] };
  }
  const summary = matchers.some(({ label }) => label === 'quantile');
  return { of: summary ? 'summary' : 'gauge', metric, selector: writtenMatchers(unbounded(matchers)), by: [], remarks };
}
