// Does a range of time move with the clock? "Today" goes on as well; what is typed as a date does not.
import { type TimeRange } from '@grafana/data';

export const goesOn = ({ raw }: TimeRange) => typeof raw.to === 'string' && raw.to.startsWith('now');
