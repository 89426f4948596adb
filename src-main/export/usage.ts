/** Five lines each for Python, JavaScript and C#, for the model card. */
import { noiseInputs, type ExportFormat, type ExportOptions } from '../contract/export';
import { downWidths } from '../core/variables';
import type { ExportSource } from './source';

type Language = 'Python' | 'JavaScript' | 'C# (Unity)';

/** As markdown sections. What a format cannot be run by is said, with the format that can. */
export function usage({ architecture }: ExportSource, { format, pictures, noise }: ExportOptions): string {
  const size = String(architecture.size);
  const widths = noiseInputs.map((_, block) => downWidths(architecture).at(-2 - block) ?? 0);
  const examples = (pictures === 'uint8' && format === 'onnx' ? onnxBytes : snippets[format])(
    size,
    noise ? `[${widths.join(', ')}]` : null,
  );
  return Object.entries(examples)
    .map(([language, code]) => {
      const isCode = code.includes('\n');
      return `### ${language}\n\n${isCode ? `\`\`\`${fences[language] ?? ''}\n${code}\n\`\`\`` : code}`;
    })
    .join('\n\n');
}

const fences: Readonly<Record<string, string>> = { Python: 'python', JavaScript: 'js', 'C# (Unity)': 'csharp' };

type Examples = Readonly<Record<Language, string>>;

const elsewhere = (language: string): string =>
  `${language} does not read this format; export the run with \`--format onnx\`.`;

const readPython = (size: string): string =>
  `picture = np.asarray(Image.open("input.png").convert("RGB").resize((${size}, ${size})), "float32") / 127.5 - 1`;

const savePython = (values: string): string =>
  `Image.fromarray(np.floor((${values} + 1) * 127.5 + 0.5).astype("uint8")).save("output.png")`;

/** @param noise channels of the inputs for noise as a list, or null where there are none */
type Snippets = (size: string, noise: string | null) => Examples;

const noisePython = (channels: string, shape: string): string => `
random = np.random.default_rng(1)  # another number is another noise
noise = {f"noise_{k}": random.random(${shape}, "float32") for k, c in enumerate(${channels}, 1)}`;

const noiseJavaScript = (channels: string, tensor: string): string => `
const noise = Object.fromEntries(${channels}.map((c, k) => [\`noise_\${k + 1}\`, ${tensor}])); // uniform, 0...1`;

const onnxTensorJavaScript =
  "new ort.Tensor('float32', Float32Array.from({ length: c * 4 ** (k + 1) }, Math.random), [1, c, 2 ** (k + 1), 2 ** (k + 1)])";

const noiseCSharp = (channels: string | null): string =>
  channels === null ? '' : ` // also noise_1 to noise_3: uniform numbers, [1, c, 2^k, 2^k] for c in ${channels}`;

const snippets: Readonly<Record<ExportFormat, Snippets>> = {
  savedmodel: (size, noise) => ({
    Python: `import tensorflow as tf
model = tf.saved_model.load(".")  # any size of picture, padded and cropped inside
png = model.signatures["serve_bytes"](image_bytes=tf.constant([open("input.png", "rb").read()]))["image_bytes"]
open("output.png", "wb").write(png.numpy()[0])
# float pictures in [-1, 1], sides multiples of ${size}: model.signatures["serving_default"](input=...${noise === null ? '' : ', noise_seed=tf.constant([0, 1])'})["prediction"]`,
    JavaScript: `const tf = require('@tensorflow/tfjs-node');
const model = await tf.node.loadSavedModel('.', ['serve'], 'serving_default');
const picture = tf.node.decodeImage(require('fs').readFileSync('input.png'), 3).resizeNearestNeighbor([${size}, ${size}]);
const prediction = model.predict({ input: picture.expandDims(0).toFloat().div(127.5).sub(1)${noise === null ? '' : ", noise_seed: tf.tensor1d([0, 1], 'int32')"} }).prediction;
require('fs').writeFileSync('output.png', await tf.node.encodePng(prediction.squeeze([0]).add(1).mul(127.5).round()));`,
    'C# (Unity)': elsewhere('Unity'),
  }),
  onnx: (size, noise) => ({
    Python: `import numpy as np, onnxruntime
from PIL import Image
${readPython(size)}${noise === null ? '' : noisePython(noise, '(1, c, 2**k, 2**k)')}
output = onnxruntime.InferenceSession("model.onnx").run(None, {"input": picture.transpose(2, 0, 1)[None]${noise === null ? '' : ', **noise'}})[0]
${savePython('output[0].transpose(1, 2, 0)')}`,
    JavaScript: `const ort = require('onnxruntime-node'); // in a browser: onnxruntime-web
const session = await ort.InferenceSession.create('model.onnx');
const picture = new Float32Array(3 * ${size} * ${size}); // planes of red, green, blue: byte / 127.5 - 1${noise === null ? '' : noiseJavaScript(noise, onnxTensorJavaScript)}
const { output } = await session.run({ input: new ort.Tensor('float32', picture, [1, 3, ${size}, ${size}])${noise === null ? '' : ', ...noise'} });
console.log(output.data); // planes of red, green, blue in [-1, 1]`,
    'C# (Unity)': `var worker = new Worker(ModelLoader.Load(modelAsset), BackendType.GPUCompute); // Unity.InferenceEngine
var picture = new Tensor<float>(new TensorShape(1, 3, ${size}, ${size})); // TextureConverter.ToTensor gives 0...1: 2 * x - 1
worker.Schedule(picture);${noiseCSharp(noise)}
var output = worker.PeekOutput("output") as Tensor<float>; // in [-1, 1]
var values = output.DownloadToArray();`,
  }),
  tfjs: (size, noise) => ({
    Python: 'TensorFlow Python does not read this format; export the run with `--format savedmodel`.',
    JavaScript: `import * as tf from '@tensorflow/tfjs'; // or open index.html, which needs nothing else
const model = await tf.loadGraphModel('model.json');
const picture = tf.browser.fromPixels(canvas).resizeNearestNeighbor([${size}, ${size}]).toFloat().div(127.5).sub(1);${noise === null ? '' : noiseJavaScript(noise, 'tf.randomUniform([1, 2 ** (k + 1), 2 ** (k + 1), c])')}
const prediction = model.predict(${noise === null ? 'picture.expandDims(0)' : '{ input: picture.expandDims(0), ...noise }'}).squeeze([0]);
await tf.browser.toPixels(prediction.add(1).div(2).clipByValue(0, 1), canvas);`,
    'C# (Unity)': elsewhere('Unity'),
  }),
  keras: (size, noise) => ({
    Python: `import numpy as np
from PIL import Image
from model import load${noise === null ? '' : ', noise_for'}
${readPython(size)}
${savePython(`np.asarray(load()(${noise === null ? 'picture[None]' : '[picture[None], *noise_for(picture[None], seed=1)]'}))[0]`)}`,
    JavaScript: 'JavaScript does not read this format; export the run with `--format tfjs` or `--format onnx`.',
    'C# (Unity)': elsewhere('Unity'),
  }),
};

const onnxBytes: Snippets = (size, noise) => ({
  Python: `import numpy as np, onnxruntime
from PIL import Image
picture = np.asarray(Image.open("input.png").convert("RGB").resize((${size}, ${size})))${noise === null ? '' : noisePython(noise, '(1, c, 2**k, 2**k)')}
output = onnxruntime.InferenceSession("model.onnx").run(None, {"input": picture[None]${noise === null ? '' : ', **noise'}})[0]
Image.fromarray(output[0]).save("output.png")`,
  JavaScript: `const ort = require('onnxruntime-node'); // in a browser: onnxruntime-web
const session = await ort.InferenceSession.create('model.onnx');
const picture = new Uint8Array(${size} * ${size} * 3); // red, green, blue of each pixel${noise === null ? '' : noiseJavaScript(noise, onnxTensorJavaScript)}
const { output } = await session.run({ input: new ort.Tensor('uint8', picture, [1, ${size}, ${size}, 3])${noise === null ? '' : ', ...noise'} });
console.log(output.data); // red, green, blue of each pixel`,
  'C# (Unity)': `// Microsoft.ML.OnnxRuntime
using var session = new InferenceSession("model.onnx");
var picture = new DenseTensor<byte>(new[] { 1, ${size}, ${size}, 3 }); // red, green, blue of each pixel
using var results = session.Run(new[] { NamedOnnxValue.CreateFromTensor("input", picture) });${noiseCSharp(noise)}
var output = results[0].AsTensor<byte>();`,
});
