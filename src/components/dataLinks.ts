// Where does a row of the data lead? The data links that a person set on any of its fields, each once.
import { type LinkModel, type PanelData } from '@grafana/data';

export interface RowPlace {
  frame: number;
  index: number;
}

export function dataLinks(row: RowPlace | undefined, data: PanelData): LinkModel[] {
  const frame = row && data.series[row.frame];
  if (!frame) {
    return [];
  }
  const links = frame.fields.flatMap((field) =>
    field.config.links?.length ? (field.getLinks?.({ valueRowIndex: row.index }) ?? []) : []
  );
  return [...new Map(links.map((link) => [link.href, link])).values()];
}
