// Which of Grafana's standard field options mean nothing to a panel that has scales of its own? Links and
// the text for no data stay a person's to set; colours, limits and units are those of tiers and states.
import { FieldConfigProperty } from '@grafana/data';

export const ownScales = {
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
};

/** Value mappings say which number is which state: libraries do not agree. */
export const ownScalesWithMappings = {
  disableStandardOptions: ownScales.disableStandardOptions.filter((each) => each !== FieldConfigProperty.Mappings),
};

/** A unit says what a number of somebody else's metric is in: milliseconds are told in seconds. */
export const ownScalesWithUnit = {
  disableStandardOptions: ownScales.disableStandardOptions.filter((each) => each !== FieldConfigProperty.Unit),
};
