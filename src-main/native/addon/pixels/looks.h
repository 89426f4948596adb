// What tells drawn maps from photographs.
#pragma once

#include <algorithm>
#include <functional>
#include <vector>

#include "part.h"

namespace pix2pix {

// Share of the pixels in every so many rows that are exactly as their left neighbours.
inline double EqualShare(const Part& part, int64_t step) {
  int64_t equal = 0, pixels = 0;
  for (int64_t row = 0; row < part.height; row += step, pixels += part.width) {
    const uint8_t* at = part.Row(row);
    for (int64_t column = 1; column < part.width; column++) {
      const uint8_t *here = at + column * kChannels, *before = here - kChannels;
      equal += (here[0] == before[0]) & (here[1] == before[1]) & (here[2] == before[2]);
    }
  }
  return static_cast<double>(equal) / static_cast<double>(pixels);
}

// How much the most frequent colours, so many, cover of the same rows; colours are compared by five bits a channel.
inline double CoveredShare(const Part& part, int64_t step, int64_t colours) {
  std::vector<int64_t> counts(1 << 15);
  int64_t pixels = 0;
  for (int64_t row = 0; row < part.height; row += step, pixels += part.width) {
    const uint8_t* at = part.Row(row);
    for (int64_t column = 0; column < part.width; column++, at += kChannels) {
      counts[(at[0] >> 3) << 10 | (at[1] >> 3) << 5 | at[2] >> 3] += 1;
    }
  }
  const int64_t most = std::clamp<int64_t>(colours, 1, counts.size() - 1);
  std::nth_element(counts.begin(), counts.begin() + most, counts.end(), std::greater<int64_t>());
  int64_t covered = 0;
  for (int64_t index = 0; index < most; index++) covered += counts[index];
  return static_cast<double>(covered) / static_cast<double>(pixels);
}

}  // namespace pix2pix
