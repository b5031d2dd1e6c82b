// How is it said what a query measures, and why one cannot be learned? Each refusal says what to do.
import { t } from '../../components/text';
import { type Refusal, type Remark, type Shape } from './shape';

export function shapeWords({ of, metric }: Shape): string {
  switch (of) {
    case 'quantile':
      return t('own.ofQuantile', 'It draws a quantile of the histogram {{metric}}.', { metric });
    case 'mean':
      return t(
        'own.ofMean',
        'It draws the mean of {{metric}}; learned are its quantiles, which see what a mean hides.',
        { metric }
      );
    case 'summary':
      return t('own.ofSummary', 'It draws quantiles of the summary {{metric}}.', { metric });
    case 'gauge':
      return t('own.ofGauge', 'It draws the gauge {{metric}}.', { metric });
    case 'counter':
      return t('own.ofCounter', 'It draws the counter {{metric}}.', { metric });
  }
}

export function remarkWords(remark: Remark): string {
  switch (remark) {
    case 'each':
      return t('own.each', 'Every series was drawn by itself: choose the labels that make an operation.');
    case 'without':
      return t('own.without', 'It keeps all labels but some: choose those that make an operation.');
    case 'sum':
      return t('own.sum', 'It draws a sum; learned is each value by itself.');
    case 'summed':
      return t('own.summed', 'It draws something else than a sum of the rates; learned is their sum.');
    case 'perSecond':
      return t('own.perSecond', 'It draws a count; learned is how fast it rises, per second.');
    case 'scaled':
      return t('own.scaled', 'It multiplies what it draws; learned is what the metric says, in its own unit.');
    case 'narrowed':
      return t('own.narrowed', 'It draws some of the series; all of them are learned.');
  }
}

export function refusalWords({ why, what, instead }: Refusal): { why: string; todo: string } {
  const another = t('own.todoBelow', 'Choose the metric below.');
  const offered =
    instead === undefined
      ? another
      : t('own.todoInstead', 'Learn {{metric}} instead, or choose another metric below.', {
          metric: instead,
        });
  switch (why) {
    case 'empty':
      return { why: t('own.whyEmpty', 'The panel has no query.'), todo: another };
    case 'syntax':
      return {
        why: t('own.whySyntax', 'The query is no PromQL: it stops making sense at character {{what}}.', { what }),
        todo: t('own.todoSyntax', 'Mend it in the panel, or choose the metric below.'),
      };
    case 'variable':
      return {
        why: t('own.whyVariable', 'The variable {{what}} has no value here.', { what }),
        todo: t('own.todoVariable', "Open this page from the panel's menu while the dashboard is shown."),
      };
    case 'several':
      return {
        why: t('own.whySeveral', 'The query reckons with several metrics: {{what}}.', { what }),
        todo: t('own.todoSeveral', 'A baseline is about one metric: choose it below, and define one for each.'),
      };
    case 'rate':
      return {
        why: t('own.whyRate', 'The query draws how often something happens, not how long it takes.'),
        todo: offered,
      };
    case 'counter':
      return {
        why: t('own.whyCounter', '{{what}} only ever rises: it counts, and measures nothing by itself.', { what }),
        todo: offered,
      };
    case 'past':
      return {
        why: t('own.whyPast', 'The query looks at another time: {{what}}.', { what }),
        todo: t('own.todoPast', 'A baseline compares with the past by itself: choose the metric below.'),
      };
    case 'subquery':
      return { why: t('own.whySubquery', 'The query looks at its own past: {{what}}.', { what }), todo: another };
    case 'constant':
      return { why: t('own.whyConstant', 'The query is a number.'), todo: another };
    case 'function':
      return {
        why: t('own.whyFunction', 'What {{what}} makes of a metric cannot be learned.', { what }),
        todo: t('own.todoFunction', 'Choose the metric that it reads below.'),
      };
  }
}
