/** A program for tests: follows a child as the product does, whose code it is given, and ends with it. */
import { spawn } from 'node:child_process';
import { followChild } from '../../../src-main/log/children';
import { openLog } from '../../../src-main/log/log';

const [path, code = ''] = process.argv.slice(2);
openLog('trainer', path);
followChild('training', spawn(process.execPath, ['-e', code]), () => null);
