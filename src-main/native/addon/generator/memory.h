// Memory for floats that begins where a cache line does.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace pix2pix {

class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(size_t length) : length_(length) {
    const size_t bytes = (length * sizeof(float) + 63) / 64 * 64 + 64;
    memory_.reset(static_cast<float*>(std::aligned_alloc(64, bytes)));
    if (!memory_) throw std::bad_alloc();
    std::fill_n(memory_.get(), length, 0.0f);
  }
  float* data() { return memory_.get(); }
  const float* data() const { return memory_.get(); }
  size_t size() const { return length_; }

 private:
  struct Free {
    void operator()(float* memory) const { std::free(memory); }
  };
  std::unique_ptr<float[], Free> memory_;
  size_t length_ = 0;
};

}  // namespace pix2pix
