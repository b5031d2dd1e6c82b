// The panel's entry. Every import here is loaded with the first dashboard that has the panel.
import { PanelPlugin, type PanelProps } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { later } from '../../components/later';
import { ownScalesWithUnit } from '../../components/ownScales';
import { describeOptions, type Options } from './options';

void initPluginTranslations('yardstick-conversions-panel');

const Panel = later<PanelProps<Options>>(() => import('./Panel'));

export const plugin = new PanelPlugin<Options>(Panel)
  .setPanelOptions(describeOptions)
  .useFieldConfig(ownScalesWithUnit);
