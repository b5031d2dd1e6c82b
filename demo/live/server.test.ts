/** @jest-environment node */
import { switchFault } from '../lab';
import { serveStart } from './server';

describe('a demo that is still starting', () => {
  it('says so, breaks nothing, and ends when it is told to', async () => {
    const told = jest.fn();
    const ends = new Promise<void>((resolve) => told.mockImplementation(() => resolve()));
    const start = await serveStart(told);
    const status = await fetch(`${start.url}/status`);
    expect(await status.json()).toEqual({ demo: 'is starting', faults: [] });
    await expect(switchFault(start.url, 'kgas', 'graph_query', 'x5')).rejects.toThrow('still starting');
    expect(told).not.toHaveBeenCalled();
    await fetch(`${start.url}/stop`, { method: 'POST' });
    await ends;
    expect(told).toHaveBeenCalledTimes(1);
    await start.stop();
  });
});
