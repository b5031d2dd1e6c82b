// Which panels of ours does a system have? Those of its own dashboards, asking the data source that was chosen.
import { type NamedPanel, readFile, readIndex } from '../install/catalogue';
import { type ClassicPanel } from './classic';
import { type PanelJson, type SizedPanel } from './panel';

export interface OfferedPanel extends NamedPanel {
  /** The dashboard that has it. */
  file: string;
}

/** A system of the user's own has none. */
export async function offeredPanels(system: string): Promise<OfferedPanel[]> {
  const { systems } = await readIndex();
  const dashboards = systems.find(({ name }) => name === system)?.dashboards ?? [];
  return dashboards.flatMap(({ file, panels }) => panels.map((panel) => ({ ...panel, file })));
}

type CataloguePanel = PanelJson & ClassicPanel;

export async function readPanel({ file, type, title }: OfferedPanel, uid: string): Promise<SizedPanel> {
  const { panels = [] } = await readFile<{ panels?: CataloguePanel[] }>(file);
  const all = panels.flatMap((panel) => [panel, ...((panel.panels ?? []) as CataloguePanel[])]);
  const found = all.find((panel) => panel.type === type && panel.title === title);
  if (!found) {
    throw new Error(`${file} has no panel ${title}`);
  }
  return sizedPanel(found, uid);
}

/** Number and place are given by the dashboard that it comes to; the variable of this one does not exist there. */
function sizedPanel({ gridPos, ...panel }: CataloguePanel, uid: string): SizedPanel {
  const chosen = (datasource: PanelJson['datasource']) => datasource && { ...datasource, uid };
  return {
    size: { w: gridPos?.w ?? 24, h: gridPos?.h ?? 8 },
    panel: {
      ...panel,
      datasource: chosen(panel.datasource),
      targets: panel.targets.map((target) => ({ ...target, datasource: chosen(target.datasource) })),
    },
  };
}
