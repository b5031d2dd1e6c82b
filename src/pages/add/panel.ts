// What is a panel before it has a number and a place? As Grafana's own editor would have saved it.
import { type DataSourceRef } from '@grafana/schema';

/** A query with its name and whom it asks; the rest is the data source's. */
export interface PanelTarget {
  refId: string;
  datasource?: DataSourceRef | null;
  hide?: boolean;
  [field: string]: unknown;
}

export interface PanelJson {
  type: string;
  title: string;
  description?: string;
  pluginVersion?: string;
  transparent?: boolean;
  datasource?: DataSourceRef | null;
  targets: PanelTarget[];
  options: Record<string, unknown>;
  fieldConfig: { defaults: Record<string, unknown>; overrides: unknown[] };
  links?: Array<Record<string, unknown>>;
}

/** In the columns and rows of a dashboard's grid, which is 24 columns wide. */
export interface PanelSize {
  w: number;
  h: number;
}

export interface SizedPanel {
  panel: PanelJson;
  size: PanelSize;
}
