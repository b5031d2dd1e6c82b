/** What does a program of each system emit? */
import type { Emission } from '../family';
import { emission as ado } from './ado/families';
import { emission as kgas } from './kgas/families';
import { emission as omninode } from './omninode/families';

export const emissions: Record<string, Emission> = { kgas, ado, omninode };
