/** Five lines each for Python, JavaScript and C#, for the model card. */
import type { ExportFormat, ExportOptions } from '../contract/export';
import type { ExportSource } from './source';

type Language = 'Python' | 'JavaScript' | 'C# (Unity)';

/** As markdown sections. What a format cannot be run by is said, with the format that can. */
export function usage(source: ExportSource, { format, pictures }: ExportOptions): string {
  const size = String(source.architecture.size);
  const examples = (pictures === 'uint8' && format === 'onnx' ? onnxBytes : snippets[format])(size);
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

const snippets: Readonly<Record<ExportFormat, (size: string) => Examples>> = {
  savedmodel: (size) => ({
    Python: `import tensorflow as tf
model = tf.saved_model.load(".")  # any size of picture, padded and cropped inside
png = model.signatures["serve_bytes"](image_bytes=tf.constant([open("input.png", "rb").read()]))["image_bytes"]
open("output.png", "wb").write(png.numpy()[0])
# float pictures in [-1, 1], sides multiples of ${size}: model.signatures["serving_default"](input=...)["prediction"]`,
    JavaScript: `const tf = require('@tensorflow/tfjs-node');
const model = await tf.node.loadSavedModel('.', ['serve'], 'serving_default');
const picture = tf.node.decodeImage(require('fs').readFileSync('input.png'), 3).resizeNearestNeighbor([${size}, ${size}]);
const prediction = model.predict({ input: picture.expandDims(0).toFloat().div(127.5).sub(1) }).prediction;
require('fs').writeFileSync('output.png', await tf.node.encodePng(prediction.squeeze([0]).add(1).mul(127.5).round()));`,
    'C# (Unity)': elsewhere('Unity'),
  }),
  onnx: (size) => ({
    Python: `import numpy as np, onnxruntime
from PIL import Image
${readPython(size)}
output = onnxruntime.InferenceSession("model.onnx").run(None, {"input": picture.transpose(2, 0, 1)[None]})[0]
${savePython('output[0].transpose(1, 2, 0)')}`,
    JavaScript: `const ort = require('onnxruntime-node'); // in a browser: onnxruntime-web
const session = await ort.InferenceSession.create('model.onnx');
const picture = new Float32Array(3 * ${size} * ${size}); // planes of red, green, blue: byte / 127.5 - 1
const { output } = await session.run({ input: new ort.Tensor('float32', picture, [1, 3, ${size}, ${size}]) });
console.log(output.data); // planes of red, green, blue in [-1, 1]`,
    'C# (Unity)': `var worker = new Worker(ModelLoader.Load(modelAsset), BackendType.GPUCompute); // Unity.InferenceEngine
var picture = new Tensor<float>(new TensorShape(1, 3, ${size}, ${size})); // TextureConverter.ToTensor gives 0...1: 2 * x - 1
worker.Schedule(picture);
var output = worker.PeekOutput("output") as Tensor<float>; // in [-1, 1]
var values = output.DownloadToArray();`,
  }),
  tfjs: (size) => ({
    Python: 'TensorFlow Python does not read this format; export the run with `--format savedmodel`.',
    JavaScript: `import * as tf from '@tensorflow/tfjs'; // or open index.html, which needs nothing else
const model = await tf.loadGraphModel('model.json');
const picture = tf.browser.fromPixels(canvas).resizeNearestNeighbor([${size}, ${size}]).toFloat().div(127.5).sub(1);
const prediction = model.predict(picture.expandDims(0)).squeeze([0]);
await tf.browser.toPixels(prediction.add(1).div(2).clipByValue(0, 1), canvas);`,
    'C# (Unity)': elsewhere('Unity'),
  }),
  keras: (size) => ({
    Python: `import numpy as np
from PIL import Image
from model import load
${readPython(size)}
${savePython('np.asarray(load()(picture[None]))[0]')}`,
    JavaScript: 'JavaScript does not read this format; export the run with `--format tfjs` or `--format onnx`.',
    'C# (Unity)': elsewhere('Unity'),
  }),
};

const onnxBytes = (size: string): Examples => ({
  Python: `import numpy as np, onnxruntime
from PIL import Image
picture = np.asarray(Image.open("input.png").convert("RGB").resize((${size}, ${size})))
output = onnxruntime.InferenceSession("model.onnx").run(None, {"input": picture[None]})[0]
Image.fromarray(output[0]).save("output.png")`,
  JavaScript: `const ort = require('onnxruntime-node'); // in a browser: onnxruntime-web
const session = await ort.InferenceSession.create('model.onnx');
const picture = new Uint8Array(${size} * ${size} * 3); // red, green, blue of each pixel
const { output } = await session.run({ input: new ort.Tensor('uint8', picture, [1, ${size}, ${size}, 3]) });
console.log(output.data); // red, green, blue of each pixel`,
  'C# (Unity)': `// Microsoft.ML.OnnxRuntime
using var session = new InferenceSession("model.onnx");
var picture = new DenseTensor<byte>(new[] { 1, ${size}, ${size}, 3 }); // red, green, blue of each pixel
using var results = session.Run(new[] { NamedOnnxValue.CreateFromTensor("input", picture) });
var output = results[0].AsTensor<byte>();`,
});
