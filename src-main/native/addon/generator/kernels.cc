#include "kernels.h"

#include <stdexcept>

#include "generator.h"

namespace pix2pix {

namespace {

std::unique_ptr<Norm> NormOf(const BlockWeights& block, int channels, float epsilon) {
  if (block.gamma.length == 0) return nullptr;
  if (block.gamma.length != size_t(channels) || block.beta.length != size_t(channels)) {
    throw std::invalid_argument("a norm has another number of channels than its convolution");
  }
  const auto copy = [](const Floats& floats) { return std::vector<float>(floats.values, floats.values + floats.length); };
  return std::make_unique<Norm>(Norm{copy(block.gamma), copy(block.beta), epsilon});
}

int ChannelsOut(const Floats& kernel, int in) {
  const size_t each = 16 * size_t(in);
  if (kernel.length == 0 || kernel.length % each != 0) throw std::invalid_argument("a kernel does not fit its input");
  return int(kernel.length / each);
}

}  // namespace

Generator* CreateGenerator(const GeneratorWeights& weights) {
  // Every block halves the sides, down to one pixel.
  if (weights.depth > 30 || weights.size != 1 << weights.depth) {
    throw std::invalid_argument("the blocks do not fit the size");
  }
  auto generator = std::make_unique<Generator>(weights.threads, weights.leaky_slope, weights.dropout);
  int side = weights.size, in = 3;
  for (int level = 0; level < weights.depth; level++) {
    const BlockWeights& block = weights.downs[level];
    const int out = ChannelsOut(block.kernel, in);
    side /= 2;
    const bool is_filtered = level > 0 && side >= kLeastFilteredSide;
    generator->downs.push_back({Down(block.kernel.values, in, out, is_filtered), NormOf(block, out, weights.norm_epsilon)});
    in = out;
  }
  for (int index = 0; index < weights.depth - 1; index++) {
    const BlockWeights& block = weights.ups[index];
    const int out = ChannelsOut(block.kernel, in);
    auto norm = NormOf(block, out, weights.norm_epsilon);
    if (!norm) throw std::invalid_argument("a block of the way up has no norm");
    generator->ups.push_back({Up(block.kernel.values, in, out, side >= kLeastFilteredSide), std::move(*norm)});
    side *= 2;
    in = out + generator->downs[weights.depth - 2 - index].convolution.out;
  }
  if (ChannelsOut(weights.last_kernel, in) != 3 || weights.last_bias.length != 3) {
    throw std::invalid_argument("the last layer gives no picture");
  }
  generator->last = std::make_unique<Up>(weights.last_kernel.values, in, 3, false);
  generator->bias.assign(weights.last_bias.values, weights.last_bias.values + 3);
  return generator.release();
}

void DeleteGenerator(Generator* generator) { delete generator; }

int SizeOf(const Generator& generator) { return 1 << generator.downs.size(); }

size_t NoiseLength(const Generator& generator, int block, int batch, int rows, int columns) {
  if (block >= int(generator.ups.size())) return 0;
  const int divisor = 1 << (int(generator.ups.size()) - block);
  return size_t(batch) * (rows / divisor) * (columns / divisor) * generator.ups[block].convolution.out;
}

void Predict(Generator& generator, const uint8_t* input, int batch, int rows, int columns, const float* const* noise,
             int noise_blocks, float* output) {
  generator.Predict(input, batch, rows, columns, std::vector<const float*>(noise, noise + noise_blocks), output);
}

}  // namespace pix2pix
