// How does a dashboard of the schema with elements (v2) get one panel more? At the end of its layout; nothing else changes.
import { type SizedPanel } from './panel';
import { elementOf, type ElementVersion } from './element';

interface Reference {
  kind: 'ElementReference';
  name: string;
}

interface GridItem {
  kind: string;
  spec: { x?: number; y?: number; width?: number; height?: number; element?: Reference };
}

interface Part {
  spec: { layout: Layout };
}

export type Layout =
  | { kind: 'GridLayout' | 'AutoGridLayout'; spec: { items?: GridItem[] } }
  | { kind: 'RowsLayout'; spec: { rows?: Part[] } }
  | { kind: 'TabsLayout'; spec: { tabs?: Part[] } };

export interface ElementsSpec {
  elements: Record<string, { spec?: { id?: number } }>;
  layout: Layout;
  [field: string]: unknown;
}

export function addToElements(spec: ElementsSpec, sized: SizedPanel, version: ElementVersion): ElementsSpec {
  const ids = Object.values(spec.elements).map((element) => element.spec?.id ?? 0);
  let id = Math.max(0, ...ids) + 1;
  while (`panel-${id}` in spec.elements) {
    id++; // a name that a person gave
  }
  const name = `panel-${id}`;
  return {
    ...spec,
    elements: { ...spec.elements, [name]: elementOf(sized.panel, id, version) },
    layout: withElement(spec.layout, { kind: 'ElementReference', name }, sized),
  };
}

/** Rows: into the last, below everything. Tabs: into the first, which is the one that opens. */
function withElement(layout: Layout, element: Reference, sized: SizedPanel): Layout {
  switch (layout.kind) {
    case 'RowsLayout': {
      const rows = layout.spec.rows ?? [];
      return {
        ...layout,
        spec: { ...layout.spec, rows: inPart(rows, rows.length - 1, 'RowsLayoutRow', element, sized) },
      };
    }
    case 'TabsLayout': {
      const tabs = layout.spec.tabs ?? [];
      return { ...layout, spec: { ...layout.spec, tabs: inPart(tabs, 0, 'TabsLayoutTab', element, sized) } };
    }
    case 'AutoGridLayout': {
      const items = [...(layout.spec.items ?? []), { kind: 'AutoGridLayoutItem', spec: { element } }];
      return { ...layout, spec: { ...layout.spec, items } };
    }
    case 'GridLayout': {
      const items = layout.spec.items ?? [];
      const y = Math.max(0, ...items.map((item) => (item.spec.y ?? 0) + (item.spec.height ?? 0)));
      const { w: width, h: height } = sized.size;
      const added = { kind: 'GridLayoutItem', spec: { x: 0, y, width, height, element } };
      return { ...layout, spec: { ...layout.spec, items: [...items, added] } };
    }
  }
}

function inPart(parts: Part[], chosen: number, kind: string, element: Reference, sized: SizedPanel): Part[] {
  if (parts.length === 0) {
    const layout = withElement({ kind: 'GridLayout', spec: { items: [] } }, element, sized);
    return [{ kind, spec: { title: sized.panel.title, layout } } as Part];
  }
  return parts.map((part, index) =>
    index === chosen ? { ...part, spec: { ...part.spec, layout: withElement(part.spec.layout, element, sized) } } : part
  );
}
