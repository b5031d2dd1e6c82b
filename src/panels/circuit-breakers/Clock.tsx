// How long ago is it now? Told by the second on a live range, where only these texts are drawn again with each.
import { createContext, useContext } from 'react';
import { formatAgo, formatElapsed } from '../../components/numbers';
import { t } from '../../components/text';

const Moment = createContext(0);

/** The moment at which everything within is looked at, in milliseconds since 1970. */
export const Now = Moment.Provider;

export function Lasting({ since, atLeast }: { since: number; atLeast: boolean | undefined }) {
  const elapsed = formatElapsed(Math.max(0, useContext(Moment) - since));
  return atLeast
    ? t('breakers.sinceAtLeast', 'for at least {{elapsed}}', { elapsed })
    : t('breakers.since', 'for {{elapsed}}', { elapsed });
}

export function LastTrip({ at }: { at: number }) {
  return t('breakers.lastTrip', ', last {{elapsed}} ago', { elapsed: formatAgo(useContext(Moment) - at) });
}
