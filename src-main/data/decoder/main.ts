/** Entry of a decoding process: a child of Node, or a utility process of Electron. Files that crash it crash only it. */
import { answer } from './answer';

interface Port {
  readonly listen: (listener: (message: unknown) => void) => void;
  readonly post: (message: unknown) => void;
}

/** Electron's port, where there is one. */
interface UtilityPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const port = 'parentPort' in process ? utilityPort(process.parentPort) : childPort();

port.listen((message) => {
  void answer(message).then(port.post);
});
port.post({ type: 'ready' });

function utilityPort(parent: UtilityPort): Port {
  return {
    listen(listener) {
      parent.on('message', ({ data }) => {
        listener(data);
      });
    },
    post(message) {
      parent.postMessage(message);
    },
  };
}

function childPort(): Port {
  // Whoever asked has gone: nobody else needs this process.
  process.on('disconnect', () => process.exit());
  return {
    listen(listener) {
      process.on('message', listener);
    },
    post(message) {
      process.send?.(message);
    },
  };
}
