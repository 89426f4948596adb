// The U-Net generator for inference: `core/generator.ts` says what it is, this computes it on the processor.
#pragma once

#include <memory>
#include <vector>

#include "direct_down.h"
#include "direct_up.h"
#include "filtered.h"
#include "norm.h"

namespace pix2pix {

// One of the two forms of a convolution, chosen once.
template <typename Direct, typename Filtered>
class Convolution {
 public:
  Convolution(const float* kernel, int in, int out, bool is_filtered) : out(out) {
    if (is_filtered) {
      filtered_ = std::make_unique<Filtered>(kernel, in, out);
    } else {
      direct_ = std::make_unique<Direct>(kernel, in, out);
    }
  }

  void Run(ThreadPool& pool, const Picture& from, float* to, Workspace& workspace) const {
    if (filtered_) {
      filtered_->Run(pool, from, to, workspace);
    } else {
      direct_->Run(pool, from, to, workspace);
    }
  }

  const int out;

 private:
  std::unique_ptr<Direct> direct_;
  std::unique_ptr<Filtered> filtered_;
};

using Down = Convolution<DirectDown, FilteredDown>;
using Up = Convolution<DirectUp, FilteredUp>;

struct DownBlock {
  Down convolution;
  std::unique_ptr<Norm> norm;
};

struct UpBlock {
  Up convolution;
  Norm norm;
};

// At smaller sides, at the training size, the filtered kernels, which are 2.25 times as large, take longer to read than
// their products save.
constexpr int kLeastFilteredSide = 16;

class Generator {
 public:
  Generator(int threads, float leaky_slope, float dropout) : pool_(threads), leaky_slope_(leaky_slope), dropout_(dropout) {}

  // The blocks in their order, each before `Predict`.
  std::vector<DownBlock> downs;
  std::vector<UpBlock> ups;
  std::unique_ptr<Up> last;
  std::vector<float> bias;

  // input: bytes [batch, rows, columns, 3]; noise: uniform numbers for the first blocks of the way up, or none;
  // output: [batch, rows, columns, 3] in (-1, 1). Sizes are multiples of the training size.
  void Predict(const uint8_t* input, int batch, int rows, int columns, const std::vector<const float*>& noise, float* output) {
    const size_t pixels = size_t(batch) * rows * columns;
    float* normalised = input_.Take(pixels * 3);
    for (size_t at = 0; at < pixels * 3; at++) normalised[at] = input[at] / 127.5f - 1;
    Picture from{normalised, batch, rows, columns, 3, 3};
    const int depth = static_cast<int>(downs.size());
    joined_.resize(depth);
    for (int level = 0; level < depth; level++) {
      const auto& [convolution, norm] = downs[level];
      const int channels = convolution.out;
      Picture to = Level(level, batch, rows, columns);
      // The second half of the channels are the skip connection, where there is one.
      if (level < depth - 1) to.values += ups[depth - 2 - level].convolution.out;
      to.channels = channels;
      float* result = workspace_.result.Take(size_t(to.Pixels()) * channels);
      convolution.Run(pool_, from, result, workspace_);
      Finish(pool_, result, norm.get(), {leaky_slope_}, to, workspace_.sums);
      from = to;
    }
    for (int block = 0; block < depth - 1; block++) {
      const auto& [convolution, norm] = ups[block];
      const int level = depth - 2 - block;
      Picture whole = Level(level, batch, rows, columns);
      Picture to = whole;
      to.channels = convolution.out;
      float* result = workspace_.result.Take(size_t(to.Pixels()) * to.channels);
      convolution.Run(pool_, from, result, workspace_);
      const float* uniform = block < static_cast<int>(noise.size()) ? noise[block] : nullptr;
      Finish(pool_, result, &norm, {0, uniform, dropout_}, to, workspace_.sums);
      from = whole;
    }
    last->Run(pool_, from, output, workspace_);
    pool_.Run(batch * rows, [&](int row, int) {
      float* value = output + size_t(row) * columns * 3;
      for (int at = 0; at < columns * 3; at++) value[at] = std::tanh(value[at] + bias[at % 3]);
    });
  }

 private:
  // What a level's convolutions give: of the way up, and beside it of the way down.
  Picture Level(int level, int batch, int rows, int columns) {
    const int depth = static_cast<int>(downs.size());
    const int channels = downs[level].convolution.out + (level < depth - 1 ? ups[depth - 2 - level].convolution.out : 0);
    const int divisor = 2 << level;
    Picture picture{nullptr, batch, rows / divisor, columns / divisor, channels, size_t(channels)};
    picture.values = joined_[level].Take(size_t(picture.Pixels()) * channels);
    return picture;
  }

  ThreadPool pool_;
  float leaky_slope_;
  float dropout_;
  Workspace workspace_;
  Scratch input_;
  std::vector<Scratch> joined_;
};

}  // namespace pix2pix
