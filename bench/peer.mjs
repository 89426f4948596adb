import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * A long-lived program that takes one train step when it is told to (bench/peers/step_server.py says how it talks), so
 * that programs can be measured in turns, under the same load of the machine.
 */
export class Peer {
  /**
   * Starts the program and waits until it has warmed up.
   *
   * @param {string} name
   * @param {{ program: string, parameters: readonly string[], environment?: NodeJS.ProcessEnv }} how
   * @returns {Promise<Peer>}
   */
  static async start(name, { program, parameters, environment }) {
    const child = spawn(program, parameters, {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const peer = new Peer(name, child);
    peer.title = String((await peer.next())['ready']);
    return peer;
  }

  title = '';
  /** @type {number[]} seconds of each step */
  seconds = [];
  /** Peak resident memory. */
  bytes = 0;

  /**
   * @param {string} name
   * @param {import('node:child_process').ChildProcessByStdio<import('node:stream').Writable, import('node:stream').Readable, null>} child
   */
  constructor(name, child) {
    this.name = name;
    this.child = child;
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async step() {
    this.child.stdin.write('step\n');
    this.seconds.push(Number((await this.next())['seconds']));
  }

  async noteMemory() {
    this.child.stdin.write('memory\n');
    this.bytes = Number((await this.next())['bytes']);
  }

  /** Ends the program: it runs as long as there may be something to read. */
  stop() {
    this.child.stdin.end();
  }

  /** @returns {Promise<Record<string, unknown>>} */
  async next() {
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`The peer "${this.name}" ended; its own message is above.`);
    return JSON.parse(value);
  }
}
