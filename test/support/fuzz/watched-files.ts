/** Files that nobody may touch: the kernel tells of each that is opened, changed, made or removed (inotify). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Node's own `fs.watch` does not tell that a file was opened for reading. */
const program = `
import ctypes, os, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
watcher = libc.inotify_init()
names = {}
# IN_ACCESS, MODIFY, ATTRIB, OPEN, MOVED_FROM, MOVED_TO, CREATE, DELETE
for path in sys.argv[1:]:
    number = libc.inotify_add_watch(watcher, path.encode(), 0x1 | 0x2 | 0x4 | 0x20 | 0x40 | 0x80 | 0x100 | 0x200)
    if number < 0:
        sys.exit(os.strerror(ctypes.get_errno()))
    names[number] = path
print('watching', flush=True)
while True:
    events = os.read(watcher, 65536)
    while events:
        number, mask, cookie, length = struct.unpack('iIII', events[:16])
        name = events[16:16 + length].rstrip(b'\\0').decode(errors='replace')
        events = events[16 + length:]
        print(os.path.join(names.get(number, '?'), name), hex(mask), flush=True)
`;

export interface WatchedFiles {
  /** What was touched since the last time; waits until the kernel has told all of it. */
  touched(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/**
 * @param marker a file of its own, by which `touched` knows that it has heard of everything before
 * @returns null where the kernel cannot tell it
 */
export async function watchFiles(
  paths: readonly string[],
  marker: { readonly path: string; touch: () => Promise<unknown> },
): Promise<WatchedFiles | null> {
  if (process.platform !== 'linux') {
    return null;
  }
  const child = spawn('python3', ['-c', program, ...paths, marker.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  let seen: string[] = [];
  await once(lines, 'line');
  let told: () => void = () => undefined;
  lines.on('line', (line) => {
    if (line.startsWith(marker.path)) {
      told();
    } else {
      seen.push(line);
    }
  });
  return {
    touched: async () => {
      const heard = new Promise<void>((resolve) => {
        told = resolve;
      });
      await marker.touch();
      await heard;
      const list = seen;
      seen = [];
      return list;
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
