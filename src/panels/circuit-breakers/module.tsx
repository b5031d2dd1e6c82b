// The panel's entry. Every import here is loaded with the first dashboard that has the panel.
import { FieldConfigProperty, PanelPlugin, type PanelProps } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { later } from '../../components/later';
import { describeOptions, type Options } from './options';

void initPluginTranslations('yardstick-breakers-panel');

const Panel = later<PanelProps<Options>>(() => import('./Panel'));

/** Links and the text for no data are a person's to set; colours are those of the states. */
export const plugin = new PanelPlugin<Options>(Panel).setPanelOptions(describeOptions).useFieldConfig({
  disableStandardOptions: [
    FieldConfigProperty.Color,
    FieldConfigProperty.Decimals,
    FieldConfigProperty.DisplayName,
    FieldConfigProperty.Filterable,
    FieldConfigProperty.Mappings,
    FieldConfigProperty.Max,
    FieldConfigProperty.Min,
    FieldConfigProperty.Thresholds,
    FieldConfigProperty.Unit,
  ],
});
