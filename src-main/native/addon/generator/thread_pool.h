// A few threads that share the tasks of one loop at a time.
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace pix2pix {

class ThreadPool {
 public:
  // `threads` counts the one that calls `Run`. Throws std::runtime_error where the system starts no more of them.
  explicit ThreadPool(int threads) {
    workers_.reserve(threads);
    try {
      for (int index = 1; index < threads; index++) workers_.emplace_back([this, index] { Serve(index); });
    } catch (const std::system_error& error) {
      // A thread that is destroyed before it has ended ends the process.
      Close();
      throw std::runtime_error(std::string("a thread could not be started: ") + error.what());
    }
  }

  ~ThreadPool() { Close(); }

  int Threads() const { return static_cast<int>(workers_.size()) + 1; }

  // The number of a task, and the number of the thread that does it, from 0.
  using Work = std::function<void(int, int)>;

  // Does the tasks 0 … tasks - 1, each once, in any order; returns when all are done. Not to be nested. Throws what a task
  // has thrown, the first of them; the others may then be left undone.
  void Run(int tasks, const Work& work) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      work_ = &work;
      tasks_ = tasks;
      next_ = 0;
      failure_ = nullptr;
      busy_ = static_cast<int>(workers_.size());
      round_ += 1;
    }
    changed_.notify_all();
    TakeTasks(work, tasks, 0);
    std::unique_lock<std::mutex> lock(mutex_);
    done_.wait(lock, [this] { return busy_ == 0; });
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  void Close() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      closing_ = true;
    }
    changed_.notify_all();
    for (auto& worker : workers_) worker.join();
  }

  void TakeTasks(const Work& work, int tasks, int thread) {
    try {
      for (int task = next_++; task < tasks; task = next_++) work(task, thread);
    } catch (...) {
      next_ = tasks;
      std::lock_guard<std::mutex> lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  void Serve(int thread) {
    int seen = 0;
    while (true) {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [&] { return closing_ || round_ != seen; });
      if (closing_) return;
      seen = round_;
      const auto* work = work_;
      const int tasks = tasks_;
      lock.unlock();
      TakeTasks(*work, tasks, thread);
      lock.lock();
      busy_ -= 1;
      if (busy_ == 0) done_.notify_one();
    }
  }

  std::vector<std::thread> workers_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable done_;
  const Work* work_ = nullptr;
  int tasks_ = 0;
  std::atomic<int> next_{0};
  int busy_ = 0;
  std::exception_ptr failure_;
  int round_ = 0;
  bool closing_ = false;
};

}  // namespace pix2pix
