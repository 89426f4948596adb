/** Entry of the command line. */
import { keepLog } from '../log/own-life';
import { runCommandLine } from './program';

// "npm run" changes to the package's folder; paths are meant from where the person stands.
const { INIT_CWD: startFolder, npm_lifecycle_event: script } = process.env;
if (script === 'studio' && startFolder !== undefined) {
  process.chdir(startFolder);
}

const values = process.argv.slice(2);
keepLog('cli', JSON.stringify(values));
void runCommandLine(values, {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
}).then((code) => {
  process.exitCode = code;
});
