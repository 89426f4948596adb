// The same convolutions by Winograd's filtering F(2×2, 2×2) (Lavin and Gray, "Fast Algorithms for Convolutional Neural
// Networks", 2016). A convolution of 4×4 and stride 2 is the sum of four of 2×2, one for each phase of its input: every
// second row and column; a transposed one is four of 2×2, one for each phase of its result. Of such a convolution a tile
// of 2×2 results takes nine products instead of sixteen, for which its 3×3 pixels and its kernel are summed and
// subtracted; there is no factor but 1 and −1, so that it is as exact as the direct form.
#pragma once

#include <array>
#include <vector>

#include "matrix.h"
#include "picture.h"
#include "thread_pool.h"
#include "scratch.h"

namespace pix2pix {

// Which taps of four the first and the second tap of a phase are, in one direction.
struct PhaseTaps {
  int first;
  int second;
};

class FilteredKernel {
 public:
  static constexpr int kProducts = 9;

  // value(tap, inner, outer): of the 4×4 kernel
  template <typename Value>
  FilteredKernel(int in, int out, PhaseTaps rows, PhaseTaps columns, const Value& value) {
    const int taps[4] = {rows.first * 4 + columns.first, rows.first * 4 + columns.second,
                         rows.second * 4 + columns.first, rows.second * 4 + columns.second};
    for (auto& matrix : matrices_) matrix = PackedMatrix(in, out);
    for (int inner = 0; inner < in; inner++) {
      for (int outer = 0; outer < out; outer++) {
        const float a = value(taps[0], inner, outer), b = value(taps[1], inner, outer);
        const float c = value(taps[2], inner, outer), d = value(taps[3], inner, outer);
        const float filtered[kProducts] = {a, a + b, b, a + c, (a + b) + (c + d), b + d, c, c + d, d};
        for (int each = 0; each < kProducts; each++) *matrices_[each].At(inner, outer) = filtered[each];
      }
    }
  }

  // to[9, tiles, out] from left[9, tiles, in], whose lines are `stride` floats; or it is increased by it.
  void Multiply(const float* left, size_t stride, int tiles, float* to, bool adds) const {
    const size_t out = matrices_[0].Width();
    for (int each = 0; each < kProducts; each++) {
      for (int panel = 0; panel < matrices_[each].Panels(); panel++) {
        MultiplyPanel(left + each * tiles * stride, stride, tiles, matrices_[each], panel, to + each * tiles * out, out, adds);
      }
    }
  }

 private:
  std::array<PackedMatrix, kProducts> matrices_;
};

// From the 3×3 pixels of a tile: d0 − d1, d1 and d2 − d1, in both directions. `step` floats from product to product.
inline void FilterTile(const float* const pixels[9], int channels, float* to, size_t step) {
  const float *a = pixels[0], *b = pixels[1], *c = pixels[2], *d = pixels[3], *e = pixels[4], *f = pixels[5],
              *g = pixels[6], *h = pixels[7], *i = pixels[8];
#pragma GCC ivdep
  for (int channel = 0; channel < channels; channel++) {
    const float left = d[channel], middle = e[channel], right = f[channel];
    const float above[3] = {a[channel] - left, b[channel] - middle, c[channel] - right};
    const float below[3] = {g[channel] - left, h[channel] - middle, i[channel] - right};
    float* at = to + channel;
    at[0] = above[0] - above[1];
    at[step] = above[1];
    at[2 * step] = above[2] - above[1];
    at[3 * step] = left - middle;
    at[4 * step] = middle;
    at[5 * step] = right - middle;
    at[6 * step] = below[0] - below[1];
    at[7 * step] = below[1];
    at[8 * step] = below[2] - below[1];
  }
}

// From the nine products of a tile its 2×2 pixels. `right` and `below` floats from pixel to pixel.
inline void JoinTile(const float* from, size_t step, int channels, float* pixel, size_t right, size_t below) {
#pragma GCC ivdep
  for (int channel = 0; channel < channels; channel++) {
    const float* m = from + channel;
    const float upper[3] = {m[0] + m[3 * step], m[step] + m[4 * step], m[2 * step] + m[5 * step]};
    const float lower[3] = {m[3 * step] + m[6 * step], m[4 * step] + m[7 * step], m[5 * step] + m[8 * step]};
    pixel[channel] = upper[0] + upper[1];
    pixel[right + channel] = upper[1] + upper[2];
    pixel[below + channel] = lower[0] + lower[1];
    pixel[below + right + channel] = lower[1] + lower[2];
  }
}

// Tiles that a thread does at a time: what it needs for them should stay in its second cache.
constexpr int kStrip = 36;

class Tiles {
 public:
  Tiles(int batch, int rows, int columns) : rows(rows), columns(columns), count(batch * rows * columns) {}
  struct Tile {
    int picture, row, column;
  };
  Tile At(int index) const { return {index / (rows * columns), index / columns % rows, index % columns}; }

  const int rows;
  const int columns;
  const int count;
};

// Filters the tiles from `first` on. Their pixels begin at (top, left) of `from` and are `step` rows and columns apart;
// from tile to tile it is twice as far.
inline void FilterTiles(const Picture& from, const Tiles& tiles, int first, int count, int top, int left, int step,
                        const float* nothing, float* to, size_t stride) {
  for (int index = 0; index < count; index++) {
    const auto [picture, tile_row, tile_column] = tiles.At(first + index);
    const float* pixels[9];
    for (int each = 0; each < 9; each++) {
      const int row = (2 * tile_row + each / 3) * step + top;
      const int column = (2 * tile_column + each % 3) * step + left;
      const bool is_inside = row >= 0 && row < from.rows && column >= 0 && column < from.columns;
      pixels[each] = is_inside ? from.At(picture, row, column) : nothing;
    }
    FilterTile(pixels, from.channels, to + index * stride, count * stride);
  }
}

class FilteredDown {
 public:
  // kernel: [4, 4, in, out]
  FilteredDown(const float* kernel, int in, int out) : out_(out) {
    const auto value = [&](int tap, int inner, int outer) { return kernel[(size_t(tap) * in + inner) * out + outer]; };
    // Taps 1 and 3 meet even rows, 0 and 2 odd ones.
    constexpr PhaseTaps taps[2] = {{1, 3}, {0, 2}};
    for (const auto& rows : taps) {
      for (const auto& columns : taps) phases_.emplace_back(in, out, rows, columns, value);
    }
  }

  // Both sizes of `from` are multiples of four. to: dense, of half the size
  void Run(ThreadPool& pool, const Picture& from, float* to, Workspace& workspace) const {
    const Tiles tiles(from.batch, from.rows / 4, from.columns / 4);
    const size_t stride = from.channels + 16, out = out_, line = from.columns / 2 * out;
    const Buffer nothing(from.channels);
    workspace.Prepare(pool.Threads(), FilteredKernel::kProducts * kStrip * stride, FilteredKernel::kProducts * kStrip * out);
    pool.Run((tiles.count + kStrip - 1) / kStrip, [&](int task, int thread) {
      const int first = task * kStrip, count = std::min(kStrip, tiles.count - first);
      float* left = workspace.Left(thread);
      float* products = workspace.Products(thread);
      for (int phase = 0; phase < 4; phase++) {
        FilterTiles(from, tiles, first, count, -(phase / 2), -(phase % 2), 2, nothing.data(), left, stride);
        phases_[phase].Multiply(left, stride, count, products, phase > 0);
      }
      for (int index = 0; index < count; index++) {
        const auto [picture, row, column] = tiles.At(first + index);
        float* pixel = to + (size_t(picture) * tiles.rows + row) * 2 * line + column * 2 * out;
        JoinTile(products + index * out, count * out, out_, pixel, out, line);
      }
    });
  }

 private:
  int out_;
  std::vector<FilteredKernel> phases_;
};

class FilteredUp {
 public:
  // kernel: [4, 4, out, in]
  FilteredUp(const float* kernel, int in, int out) : out_(out) {
    const auto value = [&](int tap, int inner, int outer) { return kernel[(size_t(tap) * out + outer) * in + inner]; };
    // An even row is w3 x[i − 1] + w1 x[i], an odd one w2 x[i] + w0 x[i + 1].
    constexpr PhaseTaps taps[2] = {{3, 1}, {2, 0}};
    for (const auto& rows : taps) {
      for (const auto& columns : taps) phases_.emplace_back(in, out, rows, columns, value);
    }
  }

  // Both sizes of `from` are even. to: dense, of twice the size
  void Run(ThreadPool& pool, const Picture& from, float* to, Workspace& workspace) const {
    const Tiles tiles(from.batch, from.rows / 2, from.columns / 2);
    const size_t stride = from.channels + 16, out = out_, line = 2 * from.columns * out;
    const Buffer nothing(from.channels);
    workspace.Prepare(pool.Threads(), FilteredKernel::kProducts * kStrip * stride, FilteredKernel::kProducts * kStrip * out);
    const int strips = (tiles.count + kStrip - 1) / kStrip;
    pool.Run(4 * strips, [&](int task, int thread) {
      const int phase = task / strips, first = task % strips * kStrip, count = std::min(kStrip, tiles.count - first);
      float* left = workspace.Left(thread);
      float* products = workspace.Products(thread);
      FilterTiles(from, tiles, first, count, phase / 2 - 1, phase % 2 - 1, 1, nothing.data(), left, stride);
      phases_[phase].Multiply(left, stride, count, products, false);
      for (int index = 0; index < count; index++) {
        const auto [picture, row, column] = tiles.At(first + index);
        float* pixel = to + ((size_t(picture) * tiles.rows + row) * 4 + phase / 2) * line + (4 * column + phase % 2) * out;
        JoinTile(products + index * out, count * out, out_, pixel, 2 * out, 2 * line);
      }
    });
  }

 private:
  int out_;
  std::vector<FilteredKernel> phases_;
};

}  // namespace pix2pix
