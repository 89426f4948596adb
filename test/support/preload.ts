/** System calls that fail on purpose: a small library that is loaded before the system's own. Linux only. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Compiles C++ with the compiler that set-up needs anyway.
 *
 * @param folder takes the library
 * @returns what a child's environment needs in order to load it
 */
export async function preloaded(folder: string, source: string): Promise<{ readonly LD_PRELOAD: string }> {
  const [program, library] = [join(folder, 'preload.cc'), join(folder, 'preload.so')];
  await writeFile(program, source);
  await promisify(execFile)(process.env['CXX'] ?? 'g++', ['-shared', '-fPIC', '-O1', '-o', library, program, '-ldl']);
  return { LD_PRELOAD: library };
}

/** `fsync` of a folder fails with an error, as it does on some disks; that of a file does not. */
export function failingFolderSync(error: 'EINVAL' | 'EIO'): string {
  return `
#include <cerrno>
#include <dlfcn.h>
#include <sys/stat.h>

extern "C" int fsync(int file) {
  struct stat status;
  if (fstat(file, &status) == 0 && S_ISDIR(status.st_mode)) {
    errno = ${error};
    return -1;
  }
  return reinterpret_cast<int (*)(int)>(dlsym(RTLD_NEXT, "fsync"))(file);
}
`;
}

/** `fsync` never ends once there is the file `flag`; then it makes the file `FLAG.silent`. */
export function silentSync(flag: string): string {
  return `
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

extern "C" int fsync(int file) {
  if (access(${JSON.stringify(flag)}, F_OK) == 0) {
    close(open(${JSON.stringify(`${flag}.silent`)}, O_CREAT | O_WRONLY, 0600));
    for (;;) pause();
  }
  return reinterpret_cast<int (*)(int)>(dlsym(RTLD_NEXT, "fsync"))(file);
}
`;
}
