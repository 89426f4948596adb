// What the addon, which any processor runs, needs of the generator, whose code is for some processors only.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pix2pix {

class Generator;

// Values that stay the caller's.
struct Floats {
  const float* values = nullptr;
  size_t length = 0;
};

struct BlockWeights {
  Floats kernel;
  // Empty where a block has no norm.
  Floats gamma;
  Floats beta;
};

struct GeneratorWeights {
  int size;
  int threads;
  float leaky_slope;
  float norm_epsilon;
  float dropout;
  const BlockWeights* downs;
  // One block up less.
  int depth;
  const BlockWeights* ups;
  Floats last_kernel;
  Floats last_bias;
};

// Throws std::bad_alloc, std::invalid_argument for weights that do not fit each other, and std::runtime_error where the
// system starts no more threads.
Generator* CreateGenerator(const GeneratorWeights& weights);
void DeleteGenerator(Generator* generator);

// Side of the training pictures, of which the sides of all pictures are multiples.
int SizeOf(const Generator& generator);

// Uniform numbers that a block of the way up takes, or 0: [batch, rows, columns, channels] of its result.
size_t NoiseLength(const Generator& generator, int block, int batch, int rows, int columns);

// input: bytes [batch, rows, columns, 3]; noise: of the first `noise_blocks` blocks of the way up;
// output: [batch, rows, columns, 3] in (-1, 1). Rows and columns must be multiples of the size. Throws std::bad_alloc.
void Predict(Generator& generator, const uint8_t* input, int batch, int rows, int columns, const float* const* noise,
             int noise_blocks, float* output);

}  // namespace pix2pix
