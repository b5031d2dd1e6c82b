// Two commands that install at once take each other's files away: whoever comes second waits for the first.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Does something while no other process does what has the same mark, a file with the number of the process. */
export function alone(mark, doing) {
  mkdirSync(path.dirname(mark), { recursive: true });
  for (let waiting = false; !taken(mark); waiting = true) {
    if (!waiting) {
      console.log('Waiting for another command that is installing …');
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    doing();
  } finally {
    rmSync(mark, { force: true });
  }
}

/** Whether the mark is ours now. One that was left by a process that was killed is nobody's. */
function taken(mark) {
  try {
    writeFileSync(mark, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
  }
  if (!runs(holder(mark))) {
    rmSync(mark, { force: true });
  }
  return false;
}

/** The process that holds a mark; 0 between its making and its number. */
function holder(mark) {
  try {
    return Number(readFileSync(mark, 'utf8'));
  } catch {
    return 0; // it was let go meanwhile
  }
}

/** Whether a process runs, also one of another user; 0 asks about the own group, which does. */
function runs(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
