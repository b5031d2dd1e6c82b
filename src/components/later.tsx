// How does a part of a plugin load only when it is shown?
import { type ComponentType, type FunctionComponent, lazy, Suspense } from 'react';

export function later<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>
): FunctionComponent<Props> {
  const Part: ComponentType<Props> = lazy(load) as unknown as ComponentType<Props>;
  return function Later(props: Props) {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    );
  };
}
