// A part of a picture that lies somewhere.
#pragma once

#include <cstdint>

namespace pix2pix {

constexpr int kChannels = 3;

// A rectangle of an RGB picture.
struct Part {
  const uint8_t* first;
  int64_t stride;
  int64_t width;
  int64_t height;
  const uint8_t* Row(int64_t row) const { return first + row * stride; }
};

}  // namespace pix2pix
