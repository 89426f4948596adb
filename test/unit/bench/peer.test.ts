import { expect, it, onTestFinished } from 'vitest';
import { Peer } from '../../../bench/peer.mjs';

/** A peer whose steps take 1, 2, 3, … seconds by its own account. */
const counting = `
  const say = (value) => console.log(JSON.stringify(value));
  let seconds = 0;
  say({ ready: 'counting 1.0' });
  require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
    if (line === 'step') say({ seconds: ++seconds });
    if (line === 'memory') say({ bytes: 1024 });
  });
`;

const program = (source: string) => ({ program: process.execPath, parameters: ['-e', source] });

it('takes steps one at a time, then its memory', async () => {
  const peer = await Peer.start('counting', program(counting));
  onTestFinished(() => {
    peer.stop();
  });
  await peer.step();
  await peer.step();
  await peer.noteMemory();
  expect(peer).toMatchObject({ title: 'counting 1.0', seconds: [1, 2], bytes: 1024 });
});

it('ends the program when stopped', async () => {
  const peer = await Peer.start('counting', program(counting));
  peer.stop();
  await expect(peer.next()).rejects.toThrow('The peer "counting" ended');
});

it('says which program ended before it was ready', async () => {
  await expect(Peer.start('broken', program('process.exit(3)'))).rejects.toThrow('The peer "broken" ended');
});
