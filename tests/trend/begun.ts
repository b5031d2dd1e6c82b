// Where is it kept since when the trend goes on?
import path from 'node:path';
import { lab } from '../lab';

/** Holds seconds since 1970. */
export const begunFile = () => path.join(lab().folder, 'trend-begun');
