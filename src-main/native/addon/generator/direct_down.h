// A convolution of 4×4, stride 2 and TensorFlow's SAME padding at even sizes: one pixel on each side.
#pragma once

#include "picture.h"
#include "products.h"
#include "scratch.h"

namespace pix2pix {

// As one product with patches that are gathered.
class DirectDown {
 public:
  // kernel: [4, 4, in, out]
  DirectDown(const float* kernel, int in, int out) : matrix_(16 * in, out) {
    for (int row = 0; row < 16 * in; row++) {
      for (int column = 0; column < out; column++) *matrix_.At(row, column) = kernel[size_t(row) * out + column];
    }
  }

  // to: dense, of half the size
  void Run(ThreadPool& pool, const Picture& from, float* to, Workspace& workspace) const {
    const int rows = from.rows / 2, columns = from.columns / 2, channels = from.channels;
    const size_t length = 16 * size_t(channels);
    float* patches = workspace.left.Take(size_t(from.batch) * rows * columns * length);
    pool.Run(from.batch * rows, [&](int task, int) {
      const int picture = task / rows, row = task % rows;
      float* patch = patches + size_t(task) * columns * length;
      for (int column = 0; column < columns; column++, patch += length) {
        for (int y = 0; y < 4; y++) {
          const int source = 2 * row + y - 1;
          for (int x = 0; x < 4; x++) {
            const int at = 2 * column + x - 1;
            float* pixel = patch + (y * 4 + x) * channels;
            const bool is_inside = source >= 0 && source < from.rows && at >= 0 && at < from.columns;
            if (is_inside) {
              std::copy_n(from.At(picture, source, at), channels, pixel);
            } else {
              std::fill_n(pixel, channels, 0.0f);
            }
          }
        }
      }
    });
    const size_t out = matrix_.Width();
    MultiplyAll(pool, {{patches, length, from.batch * rows * columns, &matrix_, to, out}});
  }

 private:
  PackedMatrix matrix_;
};

}  // namespace pix2pix
