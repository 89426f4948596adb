// Memory that layers use one after the other; it only grows, so that a second picture of a size needs none anew.
#pragma once

#include <vector>

#include "memory.h"

namespace pix2pix {

class Scratch {
 public:
  // At least `length` floats, with whatever was in them.
  float* Take(size_t length) {
    if (length > buffer_.size()) buffer_ = Buffer(length);
    return buffer_.data();
  }

 private:
  Buffer buffer_;
};

struct Workspace {
  // Of all threads.
  Scratch left;
  Scratch products;
  Scratch result;
  Scratch sums;

  // Of each thread.
  void Prepare(int threads, size_t left_length, size_t products_length) {
    own_.resize(threads);
    for (auto& [own_left, own_products] : own_) {
      own_left.Take(left_length);
      own_products.Take(products_length);
    }
  }
  float* Left(int thread) { return own_[thread].left.Take(0); }
  float* Products(int thread) { return own_[thread].products.Take(0); }

 private:
  struct Own {
    Scratch left, products;
  };
  std::vector<Own> own_;
};

}  // namespace pix2pix
