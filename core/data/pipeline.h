// The pipeline: source → cache → shuffle → parallel map (reading, decoding) → batch → prefetch.
#pragma once
#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/data/dataset.h"
#include "core/tensor/tensor.h"

namespace nw {

struct PipelineOptions {
    std::int64_t batch = 32;       ///< elements a batch, at least 1
    bool shuffle = true;           ///< a new order every epoch; otherwise the set's own
    std::uint64_t seed = 0;        ///< of the order
    int prefetch = 2;              ///< batches made ahead while the caller computes, 0…16
    std::uint64_t cacheBytes = 0;  ///< memory for decoded elements; sets in memory need none
    bool dropRemainder = false;    ///< leave out the short last batch
};

/// One batch: per field of the set's spec a dense tensor [count, ...].
struct Batch {
    std::vector<Tensor> fields;
    std::int64_t count = 0;
};

/// What a stage has done since the pipeline was made.
struct StageFigures {
    std::string_view stage;  ///< "cache" (hits), "shuffle", "map", "next" (the time that next() kept its caller waiting)
    std::int64_t items;      ///< elements
    double seconds;          ///< summed over threads
};

/// Cuts a set into batches, epoch by epoch. Which elements stand where is a pure function of (seed, epoch, batch size): neither the
/// number of threads nor their timing changes it, and (epoch, batch) is the whole position, so that a run resumes exactly there.
/// The work is done by the pool's workers at Priority::Pipeline, and by the caller in next(). Buffers form a ring: after the
/// ring was used once nothing is allocated (apart from what the set's read() takes). One thread at a time may call.
class Pipeline {
public:
    /// NW_CHECK: options within their ranges, the set not empty, at most 8 fields and 2^32 - 1 elements.
    /// Throws std::bad_alloc when the ring of prefetch + 2 batches does not fit into memory.
    Pipeline(std::shared_ptr<const Dataset> set, PipelineOptions options, ThreadPool& pool);
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    const ElementSpec& spec() const { return set_->spec(); }
    std::int64_t size() const { return set_->size(); }
    std::int64_t batchesPerEpoch() const;

    /// Begins epoch `epoch` at batch `fromBatch` (0…batchesPerEpoch) and gives up what was prefetched.
    void startEpoch(int epoch, std::int64_t fromBatch = 0);
    /// The next batch of the epoch, or false at its end. The fields are valid until the second next() after this one: then
    /// their memory is filled anew. Error: that of the batch's first element that could not be read; the batch is lost
    /// and the following next() goes on after it.
    Result<bool> next(Batch& out);

    /// The position: what startEpoch(epoch(), nextBatch()) of another pipeline continues with.
    int epoch() const { return epoch_; }
    std::int64_t nextBatch() const { return next_; }
    /// Which element stands at `position` (0…size-1) of the current epoch.
    std::int64_t elementAt(std::int64_t position) const {
        return order_.empty() ? position : order_[static_cast<std::size_t>(position)];
    }
    std::vector<StageFigures> figures() const;

private:
    static constexpr std::size_t MaxFields = 8;

    /// One batch of the ring, and the job that fills it.
    struct Slot {
        Pipeline* owner = nullptr;
        std::vector<Tensor> whole, remainder;  ///< the same memory with the full and with the last batch's size
        std::int64_t first = 0, count = 0;     ///< positions in the epoch's order
        std::optional<Job> job;
        std::mutex mutex;
        std::optional<Error> error;  ///< guarded by mutex
        std::int64_t errorAt = 0;    ///< position of the error: the first one counts, whatever thread met it
    };

    void makeRing();
    std::int64_t chunkSize() const;
    void submit(std::int64_t batch);
    void drain();
    void fill(Slot& slot, std::int64_t chunk);
    Slot& slotOf(std::int64_t batch) { return ring_[(nextSlot_ + static_cast<std::size_t>(batch - next_)) % ring_.size()]; }

    std::shared_ptr<const Dataset> set_;
    std::shared_ptr<const class CachedDataset> cache_;  ///< null without a cache
    PipelineOptions options_;
    ThreadPool& pool_;
    std::vector<std::uint32_t> order_;  ///< empty without shuffling
    std::deque<Slot> ring_;
    std::size_t nextSlot_ = 0;  ///< the slot of batch next_; goes round and round, also from epoch to epoch
    int epoch_ = 0;
    std::int64_t next_ = 0, submitted_ = 0, end_ = 0;  ///< batches: to hand out, handed to the pool, in the epoch
    std::atomic<bool> cancelled_{false};
    std::atomic<std::int64_t> mapItems_{0}, mapNanoseconds_{0};
    std::int64_t shuffled_ = 0, shuffleNanoseconds_ = 0, handedOut_ = 0, waitNanoseconds_ = 0;
};

}  // namespace nw
