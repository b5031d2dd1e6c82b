// Whose past is shown? Systems and rules of the address, so that a link shows it as well.
import { ask, type Asked, askedText } from '../address';

export interface Previewed {
  all: (system: string) => boolean;
  one: (id: string) => boolean;
  add: (name: string) => void;
}

export function previewedOf(asked: Asked): Previewed {
  const names = (askedText(asked, 'preview') ?? '').split(',').filter((name) => name !== '');
  const one = (name: string) => names.includes(name);
  return { all: one, one, add: (name) => ask({ preview: [...new Set([...names, name])].join(',') }) };
}
