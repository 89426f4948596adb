// A transposed convolution of 4×4, stride 2 and TensorFlow's SAME padding: twice the size.
#pragma once

#include "picture.h"
#include "products.h"
#include "scratch.h"

namespace pix2pix {

// As one product of each pixel with the kernel, whose patches are then added where they overlap.
class DirectUp {
 public:
  // kernel: [4, 4, out, in]
  DirectUp(const float* kernel, int in, int out) : out_(out), matrix_(in, 16 * out) {
    for (int column = 0; column < 16 * out; column++) {
      for (int row = 0; row < in; row++) *matrix_.At(row, column) = kernel[size_t(column) * in + row];
    }
  }

  // to: dense, of twice the size
  void Run(ThreadPool& pool, const Picture& from, float* to, Workspace& workspace) const {
    const size_t width = matrix_.Width();
    float* patches = workspace.products.Take(from.Pixels() * width);
    MultiplyAll(pool, {{from.values, from.stride, from.Pixels(), &matrix_, patches, width}});
    const int rows = 2 * from.rows, columns = 2 * from.columns;
    pool.Run(from.batch * rows, [&](int task, int) {
      const int picture = task / rows, row = task % rows;
      float* pixel = to + size_t(task) * columns * out_;
      for (int column = 0; column < columns; column++, pixel += out_) {
        std::fill_n(pixel, out_, 0.0f);
        // Two of the four taps reach an even row, the others an odd one; so do columns.
        for (int y = (row + 1) % 2; y < 4; y += 2) {
          const int source = (row + 1 - y) / 2;
          if (row + 1 < y || source >= from.rows) continue;
          for (int x = (column + 1) % 2; x < 4; x += 2) {
            const int at = (column + 1 - x) / 2;
            if (column + 1 < x || at >= from.columns) continue;
            const size_t place = (size_t(picture) * from.rows + source) * from.columns + at;
            const float* part = patches + place * width + (y * 4 + x) * out_;
#pragma GCC ivdep
            for (int channel = 0; channel < out_; channel++) pixel[channel] += part[channel];
          }
        }
      }
    });
  }

 private:
  int out_;
  PackedMatrix matrix_;
};

}  // namespace pix2pix
