// Is this still what was put there? A short fingerprint of a value, whatever the order of its keys. It guards
// against mistakes, not against people: FNV-1a, because the browser's own digests need HTTPS.
const offsets = [0x811c9dc5, 0x050c5d1f];
const prime = 0x01000193;

export function fingerprint(value: unknown): string {
  const text = ordered(value);
  return offsets.map((offset) => hash(text, offset)).join('');
}

function hash(text: string, offset: number): string {
  let sum = offset;
  for (let index = 0; index < text.length; index++) {
    sum = Math.imul(sum ^ text.charCodeAt(index), prime);
  }
  return (sum >>> 0).toString(16).padStart(8, '0');
}

function ordered(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(ordered).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${ordered(each)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
