// The event queue.
#include "core/train/events.h"

#include <algorithm>
#include <utility>

namespace nw {

void EventRing::push(TrainEvent event) {
    const std::lock_guard lock(mutex_);
    if (events_.size() >= capacity_) {
        const auto step =
            std::find_if(events_.begin(), events_.end(), [](const TrainEvent& e) { return e.kind == TrainEvent::Kind::Step; });
        if (step != events_.end()) events_.erase(step);
    }
    events_.push_back(std::move(event));
}

std::vector<TrainEvent> EventRing::drain() {
    const std::lock_guard lock(mutex_);
    return std::exchange(events_, {});
}

}  // namespace nw
