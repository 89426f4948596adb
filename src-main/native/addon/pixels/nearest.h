// TensorFlow's nearest neighbour, bit for bit.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "part.h"

namespace pix2pix {

// The input position that each output position copies; float32 throughout, as TensorFlow's ResizeNearestNeighbor.
inline std::vector<int64_t> NearestPositions(int64_t from, int64_t to) {
  const float scale = static_cast<float>(from) / static_cast<float>(to);
  std::vector<int64_t> positions(to);
  for (int64_t index = 0; index < to; index++) {
    const float position = std::floor((static_cast<float>(index) + 0.5f) * scale);
    positions[index] = std::min(static_cast<int64_t>(position), from - 1);
  }
  return positions;
}

inline void ResizeNearest(const Part& part, int64_t width, int64_t height, uint8_t* result) {
  const std::vector<int64_t> rows = NearestPositions(part.height, height);
  const std::vector<int64_t> columns = NearestPositions(part.width, width);
  // Four bytes at a time, of which the next pixel overwrites one: not where there is none to the right.
  const auto last = std::lower_bound(columns.begin(), columns.end() - 1, part.width - 1);
  for (int64_t row = 0; row < height; row++) {
    const uint8_t* from = part.Row(rows[row]);
    if (row > 0 && rows[row] == rows[row - 1]) {
      std::memcpy(result, result - width * kChannels, width * kChannels);
      result += width * kChannels;
      continue;
    }
    for (auto column = columns.begin(); column < last; column++, result += kChannels) {
      std::memcpy(result, from + *column * kChannels, kChannels + 1);
    }
    for (auto column = last; column < columns.end(); column++, result += kChannels) {
      std::memcpy(result, from + *column * kChannels, kChannels);
    }
  }
}

}  // namespace pix2pix
