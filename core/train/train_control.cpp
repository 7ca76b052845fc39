// Pausing, stepping and stopping.
#include <utility>

#include "core/train/trainer.h"

namespace nw {

void TrainControl::pause() {
    const std::lock_guard lock(mutex_);
    paused_ = true;
}

void TrainControl::resume() {
    const std::lock_guard lock(mutex_);
    paused_ = false;
    steps_ = 0;
    changed_.notify_all();
}

void TrainControl::step() {
    const std::lock_guard lock(mutex_);
    ++steps_;
    changed_.notify_all();
}

void TrainControl::requestState() {
    const std::lock_guard lock(mutex_);
    stateWanted_.store(true, std::memory_order_relaxed);
    changed_.notify_all();
}

bool TrainControl::waitForTurn(const std::function<void()>& onPause) {
    std::unique_lock lock(mutex_);
    if (paused_ && steps_ == 0 && !std::exchange(told_, true)) {
        lock.unlock();
        onPause();
        lock.lock();
    }
    const auto turn = [&] { return !paused_ || steps_ > 0 || stop_.stop_requested(); };
    changed_.wait(lock, [&] { return turn() || stateWanted_.load(std::memory_order_relaxed); });
    if (!turn()) return false;
    if (paused_ && steps_ > 0) --steps_;
    told_ = false;
    return true;
}

}  // namespace nw
