// Several products at once, shared among threads.
#pragma once

#include <vector>

#include "matrix.h"
#include "thread_pool.h"

namespace pix2pix {

// to[rows, width] = left[rows, depth] × right. Strides count floats.
struct Product {
  const float* left;
  size_t left_stride;
  int rows;
  const PackedMatrix* right;
  float* to;
  size_t to_stride;
};

// Rows of the left matrix that stay in the second cache while all panels of a task pass by.
constexpr int kTaskRows = 96;

inline void MultiplyAll(ThreadPool& pool, const std::vector<Product>& products) {
  struct Task {
    const Product* product;
    int row, rows, panel, panels;
  };
  std::vector<Task> tasks;
  for (const auto& product : products) {
    // Few rows: then the right matrix is what takes long to read, and is shared.
    const int panels = product.right->Panels();
    const int row_tasks = (product.rows + kTaskRows - 1) / kTaskRows;
    const int wanted = 4 * pool.Threads();
    const int panel_tasks = std::min(panels, std::max(1, wanted / row_tasks));
    const int panel_count = (panels + panel_tasks - 1) / panel_tasks;
    for (int row = 0; row < product.rows; row += kTaskRows) {
      for (int panel = 0; panel < panels; panel += panel_count) {
        tasks.push_back({&product, row, std::min(kTaskRows, product.rows - row), panel,
                         std::min(panel_count, panels - panel)});
      }
    }
  }
  pool.Run(static_cast<int>(tasks.size()), [&](int index, int) {
    const auto& [product, row, rows, first, count] = tasks[index];
    const float* left = product->left + row * product->left_stride;
    float* to = product->to + row * product->to_stride;
    for (int panel = first; panel < first + count; panel++) {
      MultiplyPanel(left, product->left_stride, rows, *product->right, panel, to, product->to_stride);
    }
  });
}

}  // namespace pix2pix
