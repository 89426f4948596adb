// Products of matrices, of which the right one lies in memory as the processor wants to read it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "memory.h"

namespace pix2pix {

typedef float Vector __attribute__((vector_size(32), aligned(4)));
constexpr int kLanes = 8;
// A panel is two vectors wide: with six rows its sums fill twelve of sixteen registers.
constexpr int kPanel = 2 * kLanes;
constexpr int kRows = 6;
// Rows of a panel that stay in the first cache while the left matrix passes by: 16 KiB.
constexpr int kDepth = 256;

inline Vector Load(const float* from) { return *reinterpret_cast<const Vector*>(from); }
inline void Store(float* to, Vector value) { *reinterpret_cast<Vector*>(to) = value; }

// A right matrix [depth, width], in panels of `kPanel` columns; what is missing in the last is zero.
class PackedMatrix {
 public:
  PackedMatrix() = default;
  PackedMatrix(int depth, int width) : depth_(depth), width_(width), values_(size_t(Panels()) * depth * kPanel) {}

  int Depth() const { return depth_; }
  int Width() const { return width_; }
  int Panels() const { return (width_ + kPanel - 1) / kPanel; }
  float* At(int row, int column) {
    return values_.data() + (size_t(column / kPanel) * depth_ + row) * kPanel + column % kPanel;
  }
  const float* Panel(int panel, int row) const { return values_.data() + (size_t(panel) * depth_ + row) * kPanel; }

 private:
  int depth_ = 0;
  int width_ = 0;
  Buffer values_;
};

template <int Rows>
inline void MultiplyTile(int depth, const float* left, size_t left_stride, const float* panel, float* to,
                         size_t to_stride, bool adds) {
  Vector sums[Rows][2];
  for (int row = 0; row < Rows; row++) {
    sums[row][0] = adds ? Load(to + row * to_stride) : Vector{};
    sums[row][1] = adds ? Load(to + row * to_stride + kLanes) : Vector{};
  }
  for (int k = 0; k < depth; k++) {
    const Vector first = Load(panel + k * kPanel);
    const Vector second = Load(panel + k * kPanel + kLanes);
#pragma GCC unroll 6
    for (int row = 0; row < Rows; row++) {
      const float value = left[row * left_stride + k];
      sums[row][0] += value * first;
      sums[row][1] += value * second;
    }
  }
  for (int row = 0; row < Rows; row++) {
    Store(to + row * to_stride, sums[row][0]);
    Store(to + row * to_stride + kLanes, sums[row][1]);
  }
}

inline void MultiplyRows(int rows, int depth, const float* left, size_t left_stride, const float* panel, float* to,
                         size_t to_stride, bool adds) {
  switch (rows) {
    case 1: return MultiplyTile<1>(depth, left, left_stride, panel, to, to_stride, adds);
    case 2: return MultiplyTile<2>(depth, left, left_stride, panel, to, to_stride, adds);
    case 3: return MultiplyTile<3>(depth, left, left_stride, panel, to, to_stride, adds);
    case 4: return MultiplyTile<4>(depth, left, left_stride, panel, to, to_stride, adds);
    case 5: return MultiplyTile<5>(depth, left, left_stride, panel, to, to_stride, adds);
    default: return MultiplyTile<6>(depth, left, left_stride, panel, to, to_stride, adds);
  }
}

// to[rows, columns of the panel] = left[rows, depth] × the panel, or is increased by it. Strides count floats.
inline void MultiplyPanel(const float* left, size_t left_stride, int rows, const PackedMatrix& right, int panel,
                          float* to, size_t to_stride, bool adds = false) {
  const int columns = std::min(kPanel, right.Width() - panel * kPanel);
  float* column = to + size_t(panel) * kPanel;
  for (int from = 0; from < right.Depth(); from += kDepth) {
    const int depth = std::min(kDepth, right.Depth() - from);
    const bool continues = adds || from > 0;
    const float* values = right.Panel(panel, from);
    for (int row = 0; row < rows; row += kRows) {
      const int count = std::min(kRows, rows - row);
      const float* line = left + row * left_stride + from;
      float* target = column + row * to_stride;
      if (columns == kPanel) {
        MultiplyRows(count, depth, line, left_stride, values, target, to_stride, continues);
        continue;
      }
      float whole[kRows * kPanel];
      for (int each = 0; each < count; each++) std::copy_n(target + each * to_stride, continues ? columns : 0, whole + each * kPanel);
      MultiplyRows(count, depth, line, left_stride, values, whole, kPanel, continues);
      for (int each = 0; each < count; each++) std::copy_n(whole + each * kPanel, columns, target + each * to_stride);
    }
  }
}

}  // namespace pix2pix
