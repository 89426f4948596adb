/**
 * Entry of the trainer, an Electron utility process: carries messages between the application, the window's port and
 * the process that trains.
 *
 * Chromium ends a utility process at once when the application's process has died, with no time to save. So training
 * has a process of its own (`training.ts`), which then sees its carrier go, saves and ends.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { MessagePortMain } from 'electron';
import type { TrainingMessage } from './training';

let window: MessagePortMain | null = null;

const training = fork(join(__dirname, 'training.js'), [], {
  // Pictures cross as bytes.
  serialization: 'advanced',
  execArgv: [],
  env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
});

process.parentPort.on('message', ({ data, ports }: { data: object; ports: readonly MessagePortMain[] }) => {
  const [port] = ports;
  if (port !== undefined) {
    window?.close();
    window = port;
  }
  // Its end, the only reason for a failure, is handled below.
  training.send(data, () => undefined);
});

training.on('message', ({ to, message }: TrainingMessage) => {
  if (to === 'window') {
    window?.postMessage(message);
  } else {
    process.parentPort.postMessage(message);
  }
});

// By ending in the same way this process tells the application why.
training.on('exit', (code, signal) => {
  if (signal === null) {
    process.exit(code ?? 0);
  }
  process.kill(process.pid, signal);
});
