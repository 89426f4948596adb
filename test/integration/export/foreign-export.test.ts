/** An export that somebody else made is data: its numbers are used, its instructions never. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportFiles, parseExportManifest, precisionsOf, type ExportOptions } from '../../../src-main/contract/export';
import { checkExport } from '../../../src-main/export/check-export';
import { loadGraph } from '../../../src-main/graph/load-graph';
import { bytes, message, tag } from '../../../src-main/graph/protobuf';
import { loadTensorFlow, nativeBackend } from '../../../src-main/native/tensorflow';
import { openGenerator } from '../../../src-main/run/open-generator';
import { exportTo, makeRun } from '../../support/exports';
import { changedModel, idleNode, nameOf, writeFileWhenRun, type Parts } from '../../support/hostile-models';
import { noise } from '../../support/pictures';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

const side = 64;
let run: string;
let shared: string;
/** Of one made export, which each test may change. */
let folder: string;

beforeAll(async () => {
  const made = await sharedFolder();
  shared = made.folder;
  process.env['PIX2PIX_STUDIO_CACHE'] = join(shared, 'cache');
  ({ run } = await makeRun(shared, 'studio', {}));
  await exportTo(run, join(shared, 'savedmodel'), { format: 'savedmodel' });
  await exportTo(run, join(shared, 'tfjs'), { format: 'tfjs', precision: 'uint8' });
  return made.remove;
});

beforeEach(async () => {
  folder = join(await temporaryFolder(), 'exported');
});

const take = (format: 'savedmodel' | 'tfjs'): Promise<void> => cp(join(shared, format), folder, { recursive: true });
const model = (): string => join(folder, exportFiles.savedModel);

/** Puts a changed file into an export, and its hash into the manifest, as somebody would who knows the program. */
async function replaceFile(name: string, contents: Uint8Array | string): Promise<void> {
  await writeFile(join(folder, name), contents);
  const path = join(folder, exportFiles.manifest);
  const manifest = parseExportManifest(JSON.parse(await readFile(path, 'utf8')));
  const entry = {
    bytes: Buffer.byteLength(contents),
    sha256: createHash('sha256').update(contents).digest('hex'),
  };
  await writeFile(path, JSON.stringify({ ...manifest, files: { ...manifest.files, [name]: entry } }));
}

async function changeModel(change: (parts: Parts) => void): Promise<Uint8Array> {
  await take('savedmodel');
  const changed = changedModel(await readFile(model()), change);
  await replaceFile(exportFiles.savedModel, changed);
  return changed;
}

async function predictOnce(): Promise<void> {
  const generator = await openGenerator(folder);
  try {
    await generator.predict(noise(side, side, 3), null);
  } finally {
    generator.dispose();
  }
}

describe('every kind of export that this program makes passes', () => {
  const kinds: (Partial<ExportOptions> & Pick<ExportOptions, 'format'>)[] = (['savedmodel', 'tfjs'] as const).flatMap(
    (format) =>
      precisionsOf(format).flatMap((precision) =>
        [true, false].map((withNoise) => ({ format, precision, noise: withNoise })),
      ),
  );

  it.each(kinds)('$format, $precision, noise $noise', async (options) => {
    await exportTo(run, folder, options);
    const { largestDifference } = await checkExport(run, folder);
    expect(largestDifference).toBeLessThan(
      { float32: 1e-4, float16: 2e-2, uint8: 0.5 }[options.precision ?? 'float32'],
    );
  });

  it.each(['tutorial', 'paper'] as const)('preset %s', async (preset) => {
    const other = await makeRun(await temporaryFolder(), preset, {});
    await exportTo(other.run, folder, { format: 'savedmodel' });
    expect((await checkExport(other.run, folder)).largestDifference).toBeLessThan(1e-4);
  });

  it('of other weights, which is what makes an export', async () => {
    await changeModel((parts) => {
      parts.nodes = parts.nodes.map((node) => {
        const copy = Buffer.from(node);
        // The last bytes of a large kernel's node are of its last value.
        return nameOf(node) === 'generator/down_2/kernel' ? (copy.writeFloatLE(0.25, copy.length - 4), copy) : node;
      });
    });
    await predictOnce();
    expect((await checkExport(run, folder)).largestDifference).toBeGreaterThan(1e-4);
  });
});

describe('a graph that is not ours is refused before TensorFlow sees it', () => {
  it('one that writes a file, which TensorFlow would do', async () => {
    const victim = join(await temporaryFolder(), 'written-by-a-model');
    const hostile = await changeModel((parts) => {
      writeFileWhenRun(parts, victim, 'owned');
    });
    for (const use of [predictOnce, () => checkExport(run, folder)]) {
      await expect(use()).rejects.toMatchObject({ code: 'export-foreign', data: { path: folder } });
    }
    expect(existsSync(victim)).toBe(false);

    // Else nothing would be proved.
    const { binding } = nativeBackend(await loadTensorFlow());
    const loaded = await loadGraph(binding, hostile);
    const input = binding.createTensor([1, side, side, 3], 1, new Float32Array(side * side * 3));
    binding.runSavedModel(loaded, [input], 'serving_default/input:0', 'serving_default/out/prediction:0');
    expect(await readFile(victim, 'utf8')).toBe('owned');
    binding.deleteTensor(input);
    binding.deleteSavedModel(loaded);
  });

  it.each<[string, (parts: Parts) => void]>([
    ['a node more', (parts) => parts.nodes.push(idleNode('evil'))],
    [
      'a node of a weight twice',
      (parts) => parts.nodes.push(...parts.nodes.filter((node) => nameOf(node).endsWith('bias'))),
    ],
    ['a node less', (parts) => parts.nodes.pop()],
    ['nodes in another order', (parts) => parts.nodes.reverse()],
    [
      'a library of functions',
      (parts) => {
        parts.moreOfGraph = (graph) => {
          message(graph, 2, (library) => {
            message(library, 1, (made) => {
              message(made, 1, (signature) => signature.uint32(tag(1, bytes)).string('evil'));
            });
          });
        };
      },
    ],
    [
      'an initialiser',
      (parts) => {
        parts.more = (metaGraph) => {
          message(metaGraph, 4, (collection) => {
            collection.uint32(tag(1, bytes)).string('saved_model_main_op');
            message(collection, 2, (list) => {
              message(list, 1, (names) => names.uint32(tag(1, bytes)).string('evil'));
            });
          });
        };
      },
    ],
    [
      'an asset',
      (parts) => {
        parts.more = (metaGraph) => {
          message(metaGraph, 6, (asset) => asset.uint32(tag(2, bytes)).string('../../evil'));
        };
      },
    ],
    [
      'another signature',
      (parts) => {
        const [first] = parts.signatures;
        parts.signatures.push(
          Buffer.from(
            Buffer.from(first ?? [])
              .toString('latin1')
              .replace('serving', 'evilish'),
            'latin1',
          ),
        );
      },
    ],
  ])('%s', async (_, change) => {
    await changeModel(change);
    await expect(predictOnce()).rejects.toMatchObject({ code: 'export-foreign' });
  });

  it.each([
    ['that is empty', () => new Uint8Array()],
    ['of random bytes', () => Uint8Array.from(noise(side, side, 9).data)],
    ['of text', () => 'saved_model'],
    ['that goes on after its end', (file: Buffer) => Buffer.concat([file, file])],
    ['that is cut', (file: Buffer) => file.subarray(0, file.length - 9)],
    // A group that is never closed, a hundred thousand deep.
    ['of nested groups', () => Buffer.alloc(100_000, 0x0b)],
  ])('a file %s', async (_, contents) => {
    await take('savedmodel');
    await replaceFile(exportFiles.savedModel, contents(await readFile(model())));
    await expect(predictOnce()).rejects.toMatchObject({ code: 'export-foreign' });
  });

  it('any byte that is changed outside of the weights', async () => {
    await take('savedmodel');
    const file = await readFile(model());
    const weights = changedModel(file, (parts) => {
      parts.nodes = parts.nodes.filter((node) => !nameOf(node).startsWith('generator/'));
    });
    // The nodes that are no weights begin after the last weight.
    const start = file.length - weights.length;
    for (let at = start + 100; at < file.length; at += Math.ceil((file.length - start) / 60)) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      await replaceFile(exportFiles.savedModel, changed);
      await expect(openGenerator(folder), `byte ${String(at)}`).rejects.toMatchObject({ code: 'export-foreign' });
    }
  });
});

describe('files of an export', () => {
  it('that are not there to be opened by TensorFlow stay unread', async () => {
    await take('savedmodel');
    // TensorFlow would restore variables from here, and prefer this text to the file beside it.
    await mkdir(join(folder, 'variables'));
    await writeFile(join(folder, 'variables', 'variables.index'), 'evil');
    await writeFile(join(folder, 'saved_model.pbtxt'), 'evil');
    await writeFile(join(folder, 'saved_model.cpb'), 'evil');
    await predictOnce();
  });

  it('are named when they are damaged', async () => {
    await take('savedmodel');
    await truncate(model(), 1000);
    await expect(predictOnce()).rejects.toMatchObject({ code: 'export-damaged', data: { path: folder } });
  });

  it('are refused when they lead elsewhere, or are larger than such a network can be', async () => {
    await take('savedmodel');
    await rename(model(), join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), model());
    await expect(predictOnce()).rejects.toMatchObject({ code: 'file-refused', data: { path: model() } });
    await take('savedmodel');
    await truncate(join(folder, 'elsewhere'), 2 ** 40);
    await rename(join(folder, 'elsewhere'), model());
    await expect(predictOnce()).rejects.toMatchObject({ code: 'file-too-large', data: { path: model() } });
  });

  it.each([
    ['more filters than there can be', { filters: 1e6 }, 'export-damaged'],
    ['no filter', { filters: 0 }, 'export-damaged'],
    ['another number of filters', { filters: 5 }, 'export-foreign'],
  ])('do not fit a manifest with %s', async (_, network, code) => {
    await take('savedmodel');
    const path = join(folder, exportFiles.manifest);
    const manifest = parseExportManifest(JSON.parse(await readFile(path, 'utf8')));
    await writeFile(path, JSON.stringify({ ...manifest, network: { ...manifest.network, ...network } }));
    await expect(predictOnce()).rejects.toMatchObject({ code });
  });
});

describe('a TF.js model', () => {
  it.each<[string, (text: string) => string]>([
    ['with another operation', (text) => text.replace('"op":"Tanh"', '"op":"Sigmoid"')],
    ['with files elsewhere', (text) => text.replace('group1-shard1of1.bin', '../../../etc/passwd')],
    [
      'with a node more',
      (text) => text.replace('"node":[', '"node":[{"name":"evil","op":"NoOp","input":[],"attr":{}},'),
    ],
    ['with other shapes', (text) => text.replace('"shape":[4,4,', '"shape":[4,1000000000000,')],
    ['that is no JSON', (text) => text.slice(1)],
    ['of deep JSON', () => '['.repeat(1e6)],
  ])('%s is refused', async (_, change) => {
    await take('tfjs');
    const text = await readFile(join(folder, exportFiles.tfjs), 'utf8');
    const changed = change(text);
    expect(changed).not.toBe(text);
    await replaceFile(exportFiles.tfjs, changed);
    await expect(checkExport(run, folder)).rejects.toMatchObject({ code: 'export-foreign' });
  });

  it('whose values are cut short is called damaged', async () => {
    await take('tfjs');
    const [shard = ''] = (await readdir(folder)).filter((name) => name.endsWith('.bin'));
    await truncate(join(folder, shard), 10);
    await expect(checkExport(run, folder)).rejects.toMatchObject({ code: 'export-damaged' });
  });

  it('may come from another version, and its levels may be any', async () => {
    await take('tfjs');
    const text = await readFile(join(folder, exportFiles.tfjs), 'utf8');
    await replaceFile(
      exportFiles.tfjs,
      text.replaceAll('Pix2Pix Studio', 'Somebody').replace(/"scale":[^,}]+/, '"scale":0.001'),
    );
    expect((await checkExport(run, folder)).largestDifference).toBeGreaterThan(0);
  });
});
