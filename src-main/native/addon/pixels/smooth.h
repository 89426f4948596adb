// A bicubic filter that averages where a picture becomes smaller.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "part.h"

namespace pix2pix {

// Weights that are summed side by side.
constexpr int64_t kAtOnce = 4;

// For each output position the first input position that counts, and the weights of it and of those behind it.
struct Filter {
  std::vector<int64_t> first;
  std::vector<int64_t> counts;
  // `stride` for each output position, with zeros behind those that count.
  std::vector<float> weights;
  int64_t stride;
};

// Keys' cubic with a = -0.5; it is 1 at 0, and 0 at the other whole numbers.
inline double Cubic(double distance) {
  const double x = std::abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

// Where the output is smaller the filter is as much wider, and so averages over all of the input.
inline Filter FilterOf(int64_t from, int64_t to) {
  const double scale = static_cast<double>(from) / static_cast<double>(to);
  const double widening = std::max(scale, 1.0);
  const double support = 2 * widening;
  const int64_t most = 2 * static_cast<int64_t>(std::ceil(support)) + 1;
  const int64_t stride = (most + kAtOnce - 1) / kAtOnce * kAtOnce;
  Filter filter{std::vector<int64_t>(to), std::vector<int64_t>(to), std::vector<float>(to * stride), stride};
  for (int64_t index = 0; index < to; index++) {
    const double centre = (static_cast<double>(index) + 0.5) * scale;
    const int64_t first = std::max<int64_t>(0, static_cast<int64_t>(std::ceil(centre - support - 0.5)));
    const int64_t end = std::min(from, static_cast<int64_t>(std::floor(centre + support - 0.5)) + 1);
    const auto weight = [&](int64_t position) { return Cubic((static_cast<double>(position) + 0.5 - centre) / widening); };
    double sum = 0;
    for (int64_t position = first; position < end; position++) sum += weight(position);
    filter.first[index] = first;
    filter.counts[index] = end - first;
    for (int64_t position = first; position < end; position++) {
      filter.weights[index * stride + position - first] = static_cast<float>(weight(position) / sum);
    }
  }
  return filter;
}

// Rows of a part as floats. The last ones stay, since each is needed for several rows of the output.
class FloatRows {
 public:
  FloatRows(const Part& part, int64_t kept)
      : part_(part), length_(part.width * kChannels), rows_(kept * length_), numbers_(kept, -1) {}

  int64_t length() const { return length_; }

  const float* Row(int64_t number) {
    const int64_t place = number % static_cast<int64_t>(numbers_.size());
    float* row = rows_.data() + place * length_;
    if (numbers_[place] != number) {
      std::copy_n(part_.Row(number), length_, row);
      numbers_[place] = number;
    }
    return row;
  }

 private:
  const Part& part_;
  int64_t length_;
  std::vector<float> rows_;
  std::vector<int64_t> numbers_;
};

// The weighted sum of some rows, four at a time.
inline void SumRows(FloatRows& rows, int64_t first, int64_t count, const float* weights, float* __restrict sums) {
  std::fill(sums, sums + rows.length(), 0.0f);
  for (int64_t row = 0; row < count; row += kAtOnce) {
    const auto at = [&](int64_t index) { return rows.Row(first + std::min(row + index, count - 1)); };
    const float *a = at(0), *b = at(1), *c = at(2), *d = at(3);
    const auto weight = [&](int64_t index) { return row + index < count ? weights[row + index] : 0.0f; };
    const float wa = weight(0), wb = weight(1), wc = weight(2), wd = weight(3);
    for (int64_t index = 0; index < rows.length(); index++) {
      sums[index] += (a[index] * wa + b[index] * wb) + (c[index] * wc + d[index] * wd);
    }
  }
}

// A pixel and the first value of the next one, which counts for nothing where it is read and written.
typedef float Four __attribute__((vector_size(16)));

// The weighted sums of neighbouring pixels, of two rows at once, which have their weights in common.
inline void SumColumns(const float* upper, const float* lower, const Filter& filter, float* upper_sums, float* lower_sums) {
  for (size_t column = 0; column < filter.first.size(); column++) {
    const int64_t first = filter.first[column] * kChannels;
    const float* weights = filter.weights.data() + column * filter.stride;
    const auto weighted = [&](const float* row, int64_t index) {
      Four pixel;
      std::memcpy(&pixel, row + first + index * kChannels, sizeof pixel);
      return pixel * weights[index];
    };
    const auto four = [&](const float* row, int64_t index) {
      return (weighted(row, index) + weighted(row, index + 1)) + (weighted(row, index + 2) + weighted(row, index + 3));
    };
    Four upper_sum = {0, 0, 0, 0}, lower_sum = {0, 0, 0, 0};
    for (int64_t index = 0; index < filter.counts[column]; index += kAtOnce) {
      upper_sum += four(upper, index);
      lower_sum += four(lower, index);
    }
    std::memcpy(upper_sums + column * kChannels, &upper_sum, sizeof upper_sum);
    std::memcpy(lower_sums + column * kChannels, &lower_sum, sizeof lower_sum);
  }
}

// Halves go to the even neighbour, as with TensorFlow's Round: to numbers of this size no fraction can be added.
inline void RoundToBytes(const float* values, int64_t length, uint8_t* __restrict bytes) {
  constexpr float large = 12582912.0f;
  for (int64_t index = 0; index < length; index++) {
    const float low = values[index] > 0.0f ? values[index] : 0.0f;
    const float value = low < 255.0f ? low : 255.0f;
    bytes[index] = static_cast<uint8_t>(static_cast<int32_t>((value + large) - large));
  }
}

// Keys' bicubic filter, as wide as needed against aliasing.
inline void ResizeSmooth(const Part& part, int64_t width, int64_t height, uint8_t* result) {
  const Filter rows = FilterOf(part.height, height);
  const Filter columns = FilterOf(part.width, width);
  FloatRows source(part, rows.stride + kAtOnce);
  // Each of two rows, with room behind it for what counts for nothing.
  const int64_t from_length = (part.width + kAtOnce) * kChannels, to_length = width * kChannels + 1;
  std::vector<float> narrow(2 * from_length), sums(2 * to_length);
  for (int64_t row = 0; row < height; row += 2) {
    const int64_t last = std::min(row + 1, height - 1);
    for (int64_t each = row; each <= last; each++) {
      float* to = narrow.data() + (each - row) * from_length;
      SumRows(source, rows.first[each], rows.counts[each], rows.weights.data() + each * rows.stride, to);
    }
    SumColumns(narrow.data(), narrow.data() + from_length, columns, sums.data(), sums.data() + to_length);
    for (int64_t each = row; each <= last; each++) {
      RoundToBytes(sums.data() + (each - row) * to_length, width * kChannels, result + each * width * kChannels);
    }
  }
}

}  // namespace pix2pix
