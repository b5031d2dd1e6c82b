/** @jest-environment node */
import { Parts } from './parts';

const never = () => new Promise<void>(() => undefined);

describe('the parts of the demo', () => {
  const ended: string[] = [];
  const part = (name: string) => ({ stop: async () => void ended.push(name) });
  let parts: Parts;
  beforeEach(() => {
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    ended.length = 0;
    parts = new Parts(() => void ended.push('all'));
    parts.add(part('Prometheus'));
    parts.add(part('Grafana'));
  });
  afterEach(() => jest.restoreAllMocks());

  it('end, the last first, when somebody interrupts them, once', async () => {
    const through = parts.through(async () => undefined);
    parts.interrupt();
    parts.interrupt();
    await through;
    expect(ended).toEqual(['Grafana', 'Prometheus', 'all']);
  });

  it('end also while something is still starting, or waits for what has been ended', async () => {
    const through = parts.through(never);
    parts.interrupt();
    await through;
    expect(ended).toEqual(['Grafana', 'Prometheus', 'all']);
  });

  it('end with what has only just started', async () => {
    parts.add({
      stop: async () => {
        parts.add(part('late'));
      },
    });
    await parts.end();
    expect(ended).toEqual(['late', 'Grafana', 'Prometheus', 'all']);
  });

  it('fail with the start that fails, and not with one that was interrupted', async () => {
    await expect(parts.through(() => Promise.reject(new Error('no port')))).rejects.toThrow('no port');
    expect(ended).toEqual(['Grafana', 'Prometheus', 'all']);
    const other = new Parts(() => undefined);
    await other.through(async () => {
      other.interrupt();
      throw new Error('the history was killed');
    });
  });

  it('let a start that ends everything itself say its last words', async () => {
    const said: string[] = [];
    await parts.through(async () => {
      await parts.end();
      said.push('the report');
    });
    expect(said).toEqual(['the report']);
  });
});
