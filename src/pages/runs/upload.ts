// How does a file come in? In one request up to 10 MB, else in numbered parts of 8 MB and a word that all are there.
import { getBackendSrv } from '@grafana/runtime';
import { resourceAddress } from '../datasources';
import { type Run } from './answers';

const wholeBytes = 10 * 1024 * 1024;
const partBytes = 8 * 1024 * 1024;
/** Parts of one file together; longer ones are the command's job. */
export const mostBytes = 512 * 1024 * 1024;

export interface About {
  name: string;
  system?: string;
  version?: string;
  format?: string;
}

const asBytes = { 'Content-Type': 'application/octet-stream' };
const quiet = { showErrorAlert: false, showSuccessAlert: false, headers: asBytes };

/** Sends a file and says after each part which share of it is there. */
export async function upload(uid: string, file: Blob, about: About, progress: (share: number) => void): Promise<Run> {
  const asked = parametersOf(about);
  if (file.size <= wholeBytes) {
    progress(0);
    return getBackendSrv().post<Run>(resourceAddress(uid, `runs?${asked}`), file, quiet);
  }
  const name = `upload-${unguessed()}`;
  const parts = Math.ceil(file.size / partBytes);
  for (let part = 1; part <= parts; part++) {
    progress((part - 1) / parts);
    const piece = file.slice((part - 1) * partBytes, part * partBytes);
    await getBackendSrv().post(resourceAddress(uid, `runs/uploads/${name}/parts/${part}`), piece, quiet);
  }
  progress(1);
  asked.set('parts', String(parts));
  return getBackendSrv().post<Run>(resourceAddress(uid, `runs/uploads/${name}/commit?${asked}`), '', quiet);
}

/** Of its own for every upload. crypto.randomUUID is there only over HTTPS, and many a Grafana is not. */
function unguessed(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function parametersOf({ name, system, version, format }: About): URLSearchParams {
  const asked = new URLSearchParams({ name });
  if (system) {
    asked.set('system', system);
  }
  if (format && format !== 'auto') {
    asked.set('format', format);
  }
  if (version) {
    asked.set('label.version', version);
  }
  return asked;
}
