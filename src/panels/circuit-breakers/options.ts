// What may a person change about the panel? Nothing has to be.
import { type PanelOptionsEditorBuilder } from '@grafana/data';
import { t } from '../../components/text';

export interface Options {
  order: 'worst' | 'data';
  showSentence: boolean;
  showTimeline: boolean;
  showSettings: boolean;
  showLegend: boolean;
}

export const defaults: Options = {
  order: 'data',
  showSentence: true,
  showTimeline: true,
  showSettings: true,
  showLegend: true,
};

export function describeOptions(builder: PanelOptionsEditorBuilder<Options>) {
  builder
    .addRadio({
      path: 'order',
      name: t('options.order', 'Order'),
      defaultValue: defaults.order,
      settings: {
        options: [
          { value: 'data', label: t('options.orderData', 'As in the data') },
          { value: 'worst', label: t('options.orderWorst', 'Worst first') },
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
      path: 'showTimeline',
      name: t('options.timeline', 'Timeline'),
      description: t('options.timelineWhy', 'The state over the time range, where the query returns series.'),
      defaultValue: defaults.showTimeline,
    })
    .addBooleanSwitch({
      path: 'showSettings',
      name: t('options.settings', 'Settings'),
      description: t('options.settingsWhy', 'Failure threshold and recovery time-out with what is recommended.'),
      defaultValue: defaults.showSettings,
    })
    .addBooleanSwitch({ path: 'showLegend', name: t('options.legend', 'Legend'), defaultValue: defaults.showLegend });
}
