// May this person look into Explore? Most viewers may not: a link would throw them out of their dashboard.
import { config } from '@grafana/runtime';

export const mayExplore = (): boolean =>
  config.exploreEnabled && config.bootData.user.permissions?.['datasources:explore'] === true;
