/** What does Yardstick mark in the graphs of a dashboard? */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

import type { OwnQuery } from '../panel';
import { YardstickQuery, yardstickRef } from './queries';

type Kind = NonNullable<OwnQuery['kind']>;

/** How marks of one kind of a system are made; those that are not drawn can be switched on. */
export const marksOf = (system: string, drawn: (kind: Kind) => boolean) => (name: string, kind: Kind, color: string) =>
  new dashboard.AnnotationQueryBuilder()
    .name(name)
    .datasource(yardstickRef)
    .enable(drawn(kind))
    .hide(false)
    .iconColor(color)
    .target(new YardstickQuery('Anno', system, { queryType: 'annotations', kind }));
