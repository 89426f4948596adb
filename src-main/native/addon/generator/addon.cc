// The generator as an addon of Node: create(weights), predict(generator, bytes, shape, noise), dispose(generator), and
// whether this processor can run it.
#include <climits>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "../javascript.h"
#include "kernels.h"

namespace {

using namespace pix2pix;

napi_value Property(napi_env env, napi_value object, const char* name) {
  napi_value value;
  Check(napi_get_named_property(env, object, name, &value));
  return value;
}

double Number(napi_env env, napi_value value) {
  double number;
  Check(napi_get_value_double(env, value, &number));
  return number;
}

// From 1 to what an int holds.
int Count(napi_env env, napi_value value, const char* name) {
  const double number = Number(env, value);
  if (!(number >= 1 && number <= INT_MAX && number == std::floor(number))) {
    throw std::invalid_argument(std::string(name) + " must be a whole number from 1");
  }
  return int(number);
}

Floats FloatsOf(napi_env env, napi_value value) {
  Floats floats;
  floats.values = Elements<const float>(env, value, napi_float32_array, &floats.length);
  return floats;
}

std::vector<napi_value> List(napi_env env, napi_value array) {
  uint32_t length;
  Check(napi_get_array_length(env, array, &length));
  std::vector<napi_value> values(length);
  for (uint32_t index = 0; index < length; index++) Check(napi_get_element(env, array, index, &values[index]));
  return values;
}

std::vector<BlockWeights> Blocks(napi_env env, napi_value array) {
  std::vector<BlockWeights> blocks;
  for (napi_value block : List(env, array)) {
    const auto floats = [&](const char* name) { return FloatsOf(env, Property(env, block, name)); };
    blocks.push_back({floats("kernel"), floats("gamma"), floats("beta")});
  }
  return blocks;
}

// What JavaScript has: a generator until it is disposed.
struct Held {
  Generator* generator = nullptr;

  ~Held() { Dispose(); }
  void Dispose() {
    if (generator != nullptr) DeleteGenerator(generator);
    generator = nullptr;
  }
};

Held& HeldBy(napi_env env, napi_value external) {
  void* data;
  Check(napi_get_value_external(env, external, &data));
  return *static_cast<Held*>(data);
}

napi_value Create(napi_env env, napi_callback_info info) {
  return Guarded(env, [&] {
    const napi_value options = Arguments(env, info, 1)[0];
    const auto number = [&](const char* name) { return Number(env, Property(env, options, name)); };
    const auto downs = Blocks(env, Property(env, options, "downs"));
    const auto ups = Blocks(env, Property(env, options, "ups"));
    if (downs.empty() || ups.size() + 1 != downs.size()) throw std::invalid_argument("the blocks do not fit each other");
    GeneratorWeights weights;
    weights.size = Count(env, Property(env, options, "size"), "the size");
    weights.threads = Count(env, Property(env, options, "threads"), "the number of threads");
    weights.leaky_slope = float(number("leakySlope"));
    weights.norm_epsilon = float(number("normEpsilon"));
    weights.dropout = float(number("dropout"));
    weights.downs = downs.data();
    weights.depth = int(downs.size());
    weights.ups = ups.data();
    weights.last_kernel = FloatsOf(env, Property(env, options, "lastKernel"));
    weights.last_bias = FloatsOf(env, Property(env, options, "lastBias"));
    // First what is to own it: it must not be lost when memory runs out between the two.
    auto held = std::make_unique<Held>();
    held->generator = CreateGenerator(weights);
    return External(env, std::move(held));
  });
}

napi_value Dispose(napi_env env, napi_callback_info info) {
  return Guarded(env, [&]() -> napi_value {
    HeldBy(env, Arguments(env, info, 1)[0]).Dispose();
    return nullptr;
  });
}

napi_value PredictPictures(napi_env env, napi_callback_info info) {
  return Guarded(env, [&] {
    const auto arguments = Arguments(env, info, 4);
    const Held& held = HeldBy(env, arguments[0]);
    if (held.generator == nullptr) throw std::invalid_argument("the generator was disposed");
    Generator& generator = *held.generator;
    size_t bytes;
    const uint8_t* input = Elements<uint8_t>(env, arguments[1], napi_uint8_array, &bytes);
    const auto shape = List(env, arguments[2]);
    if (shape.size() != 3) throw std::invalid_argument("a shape has three sizes");
    const int batch = Count(env, shape[0], "the number of pictures");
    const int rows = Count(env, shape[1], "the height"), columns = Count(env, shape[2], "the width");
    // As a double, since three such numbers may be more than any integer holds.
    if (double(batch) * rows * columns * 3 != double(bytes)) throw std::invalid_argument("the bytes do not fit their shape");
    const size_t length = bytes;
    if (length / 3 > INT_MAX) throw std::invalid_argument("the pictures have too many pixels");
    if (const int size = SizeOf(generator); rows % size != 0 || columns % size != 0) {
      throw std::invalid_argument("the pictures are " + std::to_string(columns) + "x" + std::to_string(rows) +
                                  ", and their sides must be multiples of " + std::to_string(size));
    }
    std::vector<const float*> noise;
    for (napi_value array : List(env, arguments[3])) {
      const Floats floats = FloatsOf(env, array);
      if (floats.length != NoiseLength(generator, int(noise.size()), batch, rows, columns)) {
        throw std::invalid_argument("the noise does not fit the pictures");
      }
      noise.push_back(floats.values);
    }
    void* output;
    napi_value buffer, result;
    Check(napi_create_arraybuffer(env, length * sizeof(float), &output, &buffer));
    Predict(generator, input, batch, rows, columns, noise.data(), int(noise.size()), static_cast<float*>(output));
    Check(napi_create_typedarray(env, napi_float32_array, length, buffer, 0, &result));
    return result;
  });
}

bool IsSupported() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return true;
#endif
}

napi_value Initialise(napi_env env, napi_value exports) {
  napi_value supported, create, predict, dispose;
  napi_get_boolean(env, IsSupported(), &supported);
  napi_create_function(env, "create", NAPI_AUTO_LENGTH, Create, nullptr, &create);
  napi_create_function(env, "predict", NAPI_AUTO_LENGTH, PredictPictures, nullptr, &predict);
  napi_create_function(env, "dispose", NAPI_AUTO_LENGTH, Dispose, nullptr, &dispose);
  napi_set_named_property(env, exports, "supported", supported);
  napi_set_named_property(env, exports, "create", create);
  napi_set_named_property(env, exports, "predict", predict);
  napi_set_named_property(env, exports, "dispose", dispose);
  return exports;
}

}  // namespace

NAPI_MODULE(pix2pix_generator, Initialise)
