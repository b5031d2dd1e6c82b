// Which of Grafana's standard field options mean nothing to a panel that has scales of its own? Links and
// the text for no data stay a person's to set; colours, limits and units are those of tiers and states.
import { FieldConfigProperty } from '@grafana/data';

const meaningless = [
  FieldConfigProperty.Color,
  FieldConfigProperty.Decimals,
  FieldConfigProperty.DisplayName,
  FieldConfigProperty.Filterable,
  FieldConfigProperty.Mappings,
  FieldConfigProperty.Max,
  FieldConfigProperty.Min,
  FieldConfigProperty.Thresholds,
  FieldConfigProperty.Unit,
];

const allBut = (shown: FieldConfigProperty) => ({
  disableStandardOptions: meaningless.filter((each) => each !== shown),
});

/** Value mappings say which number is which state: libraries do not agree. */
export const ownScalesWithMappings = allBut(FieldConfigProperty.Mappings);

/** A unit says what a number of somebody else's metric is in: milliseconds are told in seconds. */
export const ownScalesWithUnit = allBut(FieldConfigProperty.Unit);
