// Events of a training, from the training thread to whoever shows them.
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace nw {

struct TrainEvent {
    enum class Kind : std::uint8_t {
        Step,
        Epoch,
        Validation,  ///< on a part of the validation set, inside a long epoch
        Paused,
        NotFinite,  ///< the run ends: `what` is the tensor that became NaN or infinite
    } kind = Kind::Step;
    std::int64_t epoch = 0;               ///< 1-based
    std::int64_t step = 0;                ///< steps done in the whole training
    std::int64_t batch = 0, batches = 0;  ///< done and in all, of this epoch
    double loss = 0;                      ///< of the batch (Step) or mean over the epoch (Epoch)
    std::map<std::string, double> metrics;
    double valLoss = 0;  ///< Epoch and Validation, when `validated`
    std::map<std::string, double> valMetrics;
    bool validated = false;
    double samplesPerSecond = 0;
    double secondsLeft = 0;  ///< estimate for the whole training
    std::string what{};
};

/// A bounded queue: a reader that falls behind loses the oldest step events, never an epoch event. Thread safe.
class EventRing {
public:
    explicit EventRing(std::size_t capacity = 4096) : capacity_(capacity) {}
    void push(TrainEvent event);
    /// Everything since the last call, oldest first.
    std::vector<TrainEvent> drain();

private:
    std::size_t capacity_;
    std::mutex mutex_;
    std::vector<TrainEvent> events_;
};

}  // namespace nw
