// Where does a row of the data lead? The data links that a person set on any of its fields, each once; of a series, which
// shares its frame with others, those on its own.
import { type LinkModel, type PanelData } from '@grafana/data';

export interface RowPlace {
  frame: number;
  index: number;
  /** Where only one field of the row is meant. */
  field?: number;
}

export function dataLinks(row: RowPlace | undefined, data: PanelData): LinkModel[] {
  const frame = row && data.series[row.frame];
  if (!frame) {
    return [];
  }
  const fields = row.field === undefined ? frame.fields : frame.fields.slice(row.field, row.field + 1);
  const links = fields.flatMap((field) =>
    field.config.links?.length ? (field.getLinks?.({ valueRowIndex: row.index }) ?? []) : []
  );
  return [...new Map(links.map((link) => [link.href, link])).values()];
}
