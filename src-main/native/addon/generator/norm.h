// What follows a convolution: norm, noise and activation, written to where the next layers read it.
#pragma once

#include <cmath>
#include <vector>

#include "picture.h"
#include "thread_pool.h"
#include "scratch.h"

namespace pix2pix {

struct Norm {
  std::vector<float> gamma;
  std::vector<float> beta;
  float epsilon;
};

// Pixels of a picture that a thread does at a time.
constexpr int kPixelsAtOnce = 256;

class Pieces {
 public:
  explicit Pieces(const Picture& picture)
      : pixels(picture.rows * picture.columns), each((pixels + kPixelsAtOnce - 1) / kPixelsAtOnce), count(each * picture.batch) {}
  int Of(int piece) const { return piece / each; }
  int First(int piece) const { return piece % each * kPixelsAtOnce; }
  int Count(int piece) const { return std::min(kPixelsAtOnce, pixels - First(piece)); }

  const int pixels;
  // Pieces of each picture, and of all.
  const int each;
  const int count;
};

// Factor and summand of each picture and channel, so that factor · x + summand has beta as its mean and gamma as its
// deviation: the norm of a batch of one. from: dense, in the size of `shape`; result: [2, batch, channels]
inline const float* NormFactors(ThreadPool& pool, const float* from, const Picture& shape, const Norm& norm, Scratch& scratch) {
  const Pieces pieces(shape);
  const size_t channels = shape.channels, all = shape.batch * channels;
  float* factors = scratch.Take(2 * all + pieces.count * channels);
  float* sums = factors + 2 * all;
  float* means = factors + all;
  const auto average = [&](int picture, size_t channel) {
    double sum = 0;
    for (int piece = picture * pieces.each; piece < (picture + 1) * pieces.each; piece++) sum += sums[piece * channels + channel];
    return sum / pieces.pixels;
  };
  const auto start = [&](int piece) { return from + (size_t(pieces.Of(piece)) * pieces.pixels + pieces.First(piece)) * channels; };
  pool.Run(pieces.count, [&](int piece, int) {
    const float* pixel = start(piece);
    float* sum = sums + piece * channels;
    std::fill_n(sum, channels, 0.0f);
    for (int index = 0; index < pieces.Count(piece); index++, pixel += channels) {
#pragma GCC ivdep
      for (size_t channel = 0; channel < channels; channel++) sum[channel] += pixel[channel];
    }
  });
  for (int picture = 0; picture < shape.batch; picture++) {
    for (size_t channel = 0; channel < channels; channel++) means[picture * channels + channel] = float(average(picture, channel));
  }
  pool.Run(pieces.count, [&](int piece, int) {
    const float* pixel = start(piece);
    const float* mean = means + pieces.Of(piece) * channels;
    float* sum = sums + piece * channels;
    std::fill_n(sum, channels, 0.0f);
    for (int index = 0; index < pieces.Count(piece); index++, pixel += channels) {
#pragma GCC ivdep
      for (size_t channel = 0; channel < channels; channel++) {
        const float difference = pixel[channel] - mean[channel];
        sum[channel] += difference * difference;
      }
    }
  });
  for (int picture = 0; picture < shape.batch; picture++) {
    for (size_t channel = 0; channel < channels; channel++) {
      const size_t at = picture * channels + channel;
      factors[at] = norm.gamma[channel] / std::sqrt(float(average(picture, channel)) + norm.epsilon);
      means[at] = norm.beta[channel] - factors[at] * means[at];
    }
  }
  return factors;
}

struct Activation {
  // What is below zero is multiplied with this.
  float slope;
  // Uniform numbers in the size of the result, dense, or null: below `rate` a value is dropped, the others grow.
  const float* noise = nullptr;
  float rate = 0;
};

// to = activation(norm(from)); from: dense, in the size of `to`; norm may be null
inline void Finish(ThreadPool& pool, const float* from, const Norm* norm, const Activation& activation, const Picture& to,
                   Scratch& scratch) {
  const Pieces pieces(to);
  const size_t channels = to.channels;
  const float* factors = norm == nullptr ? nullptr : NormFactors(pool, from, to, *norm, scratch);
  const float* summands = norm == nullptr ? nullptr : factors + to.batch * channels;
  const float slope = activation.slope;
  pool.Run(pieces.count, [&](int piece, int) {
    const size_t picture = pieces.Of(piece), first = picture * pieces.pixels + pieces.First(piece);
    for (size_t index = first; index < first + pieces.Count(piece); index++) {
      const float* pixel = from + index * channels;
      float* target = to.values + index * to.stride;
      const float* factor = factors + picture * channels;
      const float* summand = summands + picture * channels;
      if (activation.noise != nullptr) {
        const float* uniform = activation.noise + index * channels;
        const float scale = 1 / (1 - activation.rate);
#pragma GCC ivdep
        for (size_t channel = 0; channel < channels; channel++) {
          const float value = pixel[channel] * factor[channel] + summand[channel];
          target[channel] = uniform[channel] >= activation.rate ? std::max(value, value * slope) * scale : 0;
        }
      } else if (norm != nullptr) {
#pragma GCC ivdep
        for (size_t channel = 0; channel < channels; channel++) {
          const float value = pixel[channel] * factor[channel] + summand[channel];
          target[channel] = std::max(value, value * slope);
        }
      } else {
#pragma GCC ivdep
        for (size_t channel = 0; channel < channels; channel++) target[channel] = std::max(pixel[channel], pixel[channel] * slope);
      }
    }
  });
}

}  // namespace pix2pix
