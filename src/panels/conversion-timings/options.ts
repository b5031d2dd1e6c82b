// What may a person change about the panel? Nothing has to be.
import { type PanelOptionsEditorBuilder } from '@grafana/data';
import { documentedFactors } from '../../components/tiers';
import { t } from '../../components/text';

export interface Options {
  layout: Layout;
  warning: number;
  critical: number;
  showSentence: boolean;
  showLegend: boolean;
  showTrend: boolean;
}

/** auto: by the panel's width. */
export type Layout = 'auto' | 'matrix' | 'list' | 'worst';

export const defaults: Options = {
  layout: 'auto',
  warning: documentedFactors.warning,
  critical: documentedFactors.critical,
  showSentence: true,
  showLegend: true,
  showTrend: true,
};

export function describeOptions(builder: PanelOptionsEditorBuilder<Options>) {
  builder
    .addSelect({
      path: 'layout',
      name: t('options.layout', 'Layout'),
      description: t('options.layoutWhy', 'Automatic follows the width of the panel.'),
      defaultValue: defaults.layout,
      settings: {
        options: [
          { value: 'auto', label: t('options.layoutAuto', 'Automatic') },
          { value: 'matrix', label: t('options.layoutMatrix', 'Matrix of conversion and size') },
          { value: 'list', label: t('options.layoutList', 'One conversion per line') },
          { value: 'worst', label: t('options.layoutWorst', 'Only the worst') },
        ],
      },
    })
    .addBooleanSwitch({
      path: 'showSentence',
      name: t('options.sentence', 'Sentence'),
      description: t('options.sentenceWhy', 'What the panel shows, in one sentence above it.'),
      defaultValue: defaults.showSentence,
    })
    .addBooleanSwitch({
      path: 'showTrend',
      name: t('options.trend', 'Trend'),
      description: t(
        'options.trendWhy',
        'A small line of the runs over the time range, where the query returns series.'
      ),
      defaultValue: defaults.showTrend,
    })
    .addBooleanSwitch({ path: 'showLegend', name: t('options.legend', 'Legend'), defaultValue: defaults.showLegend })
    .addNumberInput({
      path: 'warning',
      name: t('options.warning', 'Warning from'),
      description: t(
        'options.factorWhy',
        'Times the baseline. A running conversion changes its tier here while it runs.'
      ),
      defaultValue: defaults.warning,
      settings: { min: 1, step: 0.5 },
    })
    .addNumberInput({
      path: 'critical',
      name: t('options.critical', 'Critical from'),
      description: t('options.criticalWhy', 'Times the baseline; also the right end of every cell.'),
      defaultValue: defaults.critical,
      settings: { min: 1, step: 0.5 },
    });
}
