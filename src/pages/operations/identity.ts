// How is one operation named in an address? By system, set and name, in characters that no proxy changes.
export interface Identity {
  system: string;
  set: string;
  name: string;
}

/** encodeURIComponent with ~ in place of %: servers in between decode %2F, and then the address has another path. */
const written = (part: string) => encodeURIComponent(part).replaceAll('~', '%7E').replaceAll('%', '~');

function read(part: string): string | undefined {
  try {
    return decodeURIComponent(part.replaceAll('~', '%'));
  } catch {
    return undefined; // typed by hand
  }
}

export const idOf = ({ system, set, name }: Identity) => [system, set, name].map(written).join(':');

export function identityOf(id: string): Identity | undefined {
  const [system, set, name, ...more] = id.split(':').map(read);
  return system === undefined || set === undefined || name === undefined || more.length > 0
    ? undefined
    : { system, set, name };
}
