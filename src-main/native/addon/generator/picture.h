// Where the values of a batch of pictures lie.
#pragma once

#include <cstddef>

namespace pix2pix {

// [batch, rows, columns, channels]; `stride` floats from pixel to pixel, so that it can be a part of another's channels.
struct Picture {
  float* values;
  int batch;
  int rows;
  int columns;
  int channels;
  size_t stride;

  int Pixels() const { return batch * rows * columns; }
  float* At(int picture, int row, int column) const {
    return values + ((size_t(picture) * rows + row) * columns + column) * stride;
  }
};

}  // namespace pix2pix
