/**
 * Stands in for the process that trains: reads runs as the real one does, but a "resumed" run tells of steps and sample
 * pictures at a rate that no training reaches.
 */
import { toErrorValue } from '../../src-main/contract/errors';
import { trainerRequestSchema, type TrainerEvent, type TrainerReply } from '../../src-main/contract/trainer';
import { encodePng } from '../../src-main/data/encode';
import { createSession } from '../../src-main/trainer/session';

const stepsASecond = 1000;
const samplesASecond = 10;
const interval = 10;
const side = 256;
/** Different ones, so that none is decoded only once. */
const pictureCount = 10;
const totalSteps = 10_000_000;

const session = createSession(tell);
let step = 0;

process.on('message', (data: unknown) => {
  const request = trainerRequestSchema.parse(data);
  const reply = (result: TrainerReply['result']): void => {
    process.send?.({ to: 'app', message: { type: 'reply', id: request.id, result } });
  };
  const answer = async (): Promise<void> => {
    if (request.type === 'connect' || request.type === 'history' || request.type === 'divide') {
      reply({ ok: true, data: null });
    } else if (request.type === 'resume') {
      await begin(request.run);
      reply({ ok: true, data: { run: request.run } });
    } else {
      reply({ ok: true, data: await session.handle(request) });
    }
  };
  answer().catch((error: unknown) => {
    reply({ ok: false, error: toErrorValue(error) });
  });
});
process.once('disconnect', () => {
  process.exit();
});

function tell(event: TrainerEvent): void {
  process.send?.({ to: 'window', message: event });
}

async function begin(run: string): Promise<void> {
  const pictures = await Promise.all(Array.from({ length: pictureCount }, (_, index) => picture(index)));
  const counts = {
    step: 0,
    total_steps: totalSteps,
    steps_per_epoch: 1000,
    batch: 1,
    size: 256,
    filters: 64,
    train_pairs: 1000,
    test_pairs: 8,
  } as const;
  tell({ type: 'start', device: 'stand-in', run, ...counts, changes: [] });
  const start = performance.now();
  let samples = 0;
  setInterval(() => {
    const seconds = (performance.now() - start) / 1000;
    for (; step < seconds * stepsASecond; step += 1) {
      tellStep(step + 1);
    }
    for (; samples < seconds * samplesASecond; samples += 1) {
      const png = pictures[samples % pictureCount] ?? new Uint8Array();
      tell({ type: 'sample', step, path: run, validation_l1: 0.1 });
      tell({ type: 'pictures', step, pictures: [{ name: 'test/1.png', png: new Uint8Array(png).buffer }] });
    }
  }, interval);
}

function tellStep(number: number): void {
  const [gan, l1] = [0.7 + Math.sin(number / 3000) / 3 + Math.random() / 5, 0.4 + Math.random() / 20];
  const losses = {
    gen_total_loss: gan + 100 * l1,
    gen_gan_loss: gan,
    gen_l1_loss: l1,
    disc_loss: 1 + Math.random() / 3,
  };
  const times = { step_seconds: 0.001, data_wait_seconds: 0 };
  tell({ type: 'step', step: number, epoch: Math.ceil(number / 1000), ...losses, ...times });
}

/** Three squares beside each other with as much detail as photographs have. */
function picture(index: number): Promise<Uint8Array> {
  const width = 3 * side;
  const data = Uint8Array.from({ length: width * side * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
    return 128 + 60 * Math.sin(x / 20 + index) + 40 * Math.cos(y / 15) + 16 * Math.random();
  });
  return encodePng({ width, height: side, data });
}
