// Where is the pointer in time, here or on another panel of the dashboard? One custom property, no drawing again.
import { DataHoverClearEvent, DataHoverEvent, type EventBus } from '@grafana/data';
import { type PointerEvent, type RefObject, useEffect, useMemo } from 'react';

/** The position of the crosshair between the ends of the timeline; without it, there is none. */
export const crosshairProperty = '--yardstick-crosshair';

interface Range {
  from: number;
  to: number;
}

export function useCrosshair(container: RefObject<HTMLElement | null>, eventBus: EventBus, { from, to }: Range) {
  useEffect(() => {
    const range = { from, to };
    const hovered = eventBus
      .getStream(DataHoverEvent)
      .subscribe(({ payload }) => place(container.current, timeOf(payload.point), range));
    const left = eventBus.getStream(DataHoverClearEvent).subscribe(() => place(container.current, undefined, range));
    return () => {
      hovered.unsubscribe();
      left.unsubscribe();
    };
  }, [container, eventBus, from, to]);

  return useMemo(
    () => ({
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const time = timeUnder(event, { from, to });
        place(container.current, time, { from, to });
        eventBus.publish(new DataHoverEvent({ point: { time } }));
      },
      onPointerLeave: () => {
        place(container.current, undefined, { from, to });
        eventBus.publish(new DataHoverClearEvent());
      },
    }),
    [container, eventBus, from, to]
  );
}

function place(panel: HTMLElement | null, time: number | undefined, { from, to }: Range) {
  if (time === undefined || time < from || time > to) {
    panel?.style.removeProperty(crosshairProperty);
  } else {
    panel?.style.setProperty(crosshairProperty, `${((time - from) / (to - from)) * 100}%`);
  }
}

/** The moment under the pointer over an element that spans the range. */
export function timeUnder(event: PointerEvent<HTMLElement>, { from, to }: Range): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const share = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(width, 1)));
  return from + share * (to - from);
}

const timeOf = (point: Record<string, unknown> | null): number | undefined =>
  typeof point?.time === 'number' ? point.time : undefined;
