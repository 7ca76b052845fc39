// Batches in a ring, each filled by one job of the pool.
#include "core/data/pipeline.h"

#include <algorithm>
#include <chrono>
#include <new>

#include "core/base/check.h"
#include "core/data/cache.h"
#include "core/data/shuffle.h"

namespace nw {
namespace {

using Clock = std::chrono::steady_clock;

std::int64_t nanosecondsSince(Clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
}

/// read(), with what it throws made an error: exceptions must not leave a chunk of the pool.
Result<void> readElement(const Dataset& set, std::int64_t index, std::span<std::byte* const> fields) {
    try {
        return set.read(index, fields);
    } catch (const std::bad_alloc&) {
        return fail(Code::Memory, set.name(index), "There is not enough memory to read it");
    } catch (const std::exception& e) {
        return fail(Code::Format, set.name(index), std::string("It could not be read: ") + e.what());
    }
}

}  // namespace

Pipeline::Pipeline(std::shared_ptr<const Dataset> set, PipelineOptions options, ThreadPool& pool)
    : set_(std::move(set)), options_(options), pool_(pool) {
    NW_CHECK(options_.batch >= 1 && options_.prefetch >= 0 && options_.prefetch <= 16);
    NW_CHECK(set_->size() >= 1 && set_->size() <= 0xFFFFFFFFll && set_->spec().fields.size() <= MaxFields);
    if (options_.cacheBytes > 0 && !set_->inMemory()) set_ = cache_ = std::make_shared<CachedDataset>(set_, options_.cacheBytes);
    if (options_.shuffle) order_.resize(static_cast<std::size_t>(set_->size()));
    makeRing();
    startEpoch(0);
}

Pipeline::~Pipeline() { drain(); }

void Pipeline::makeRing() {
    const std::int64_t n = set_->size(), whole = std::min(options_.batch, n), remainder = n % options_.batch;
    // The batch in the caller's hands, the one before it, and those that are made ahead.
    for (int i = 0; i < options_.prefetch + 2; ++i) {
        Slot& slot = ring_.emplace_back();
        slot.owner = this;
        for (const Field& field : spec().fields) {
            Extents extents = field.type.extents;
            extents.insert(extents.begin(), whole);
            slot.whole.push_back(Tensor::empty(field.type.dtype, std::move(extents)));
            slot.remainder.push_back(slot.whole.back().slice(0, 0, remainder));
        }
    }
}

std::int64_t Pipeline::batchesPerEpoch() const {
    const std::int64_t whole = set_->size() / options_.batch;
    return options_.dropRemainder || set_->size() % options_.batch == 0 ? whole : whole + 1;
}

void Pipeline::drain() {
    cancelled_ = true;
    for (std::int64_t batch = next_; batch < submitted_; ++batch) pool_.wait(*slotOf(batch).job);
    submitted_ = next_;
    cancelled_ = false;
}

void Pipeline::startEpoch(int epoch, std::int64_t fromBatch) {
    NW_CHECK(epoch >= 0 && fromBatch >= 0 && fromBatch <= batchesPerEpoch());
    drain();
    const auto start = Clock::now();
    if (options_.shuffle) {
        permute(order_, shuffleKey(options_.seed, epoch));
        shuffled_ += set_->size();
        shuffleNanoseconds_ += nanosecondsSince(start);
    }
    epoch_ = epoch;
    next_ = submitted_ = fromBatch;
    end_ = batchesPerEpoch();
}

std::int64_t Pipeline::chunkSize() const {
    // Elements that are only copied are handed out in groups of about 64 KiB, so that claiming a chunk costs nothing beside it.
    if (!set_->inMemory()) return 1;
    std::size_t bytes = 0;
    for (const Field& field : spec().fields) bytes += field.type.bytes();
    return std::max<std::int64_t>(1, static_cast<std::int64_t>((std::size_t{64} << 10) / std::max<std::size_t>(bytes, 1)));
}

void Pipeline::submit(std::int64_t batch) {
    Slot& slot = slotOf(batch);
    slot.first = batch * options_.batch;
    slot.count = std::min(options_.batch, set_->size() - slot.first);
    slot.error.reset();
    const auto run = [](void* context, std::int64_t chunk, int) {
        auto* s = static_cast<Slot*>(context);
        s->owner->fill(*s, chunk);
    };
    slot.job.emplace(run, &slot, (slot.count + chunkSize() - 1) / chunkSize(), Job::Priority::Pipeline);
    pool_.submit(*slot.job);
}

void Pipeline::fill(Slot& slot, std::int64_t chunk) {
    if (cancelled_.load(std::memory_order_relaxed)) return;
    const auto start = Clock::now();
    const auto& types = spec().fields;
    const std::int64_t begin = chunk * chunkSize(), end = std::min(begin + chunkSize(), slot.count);
    std::array<std::byte*, MaxFields> fields;
    for (std::int64_t i = begin; i < end; ++i) {
        for (std::size_t f = 0; f < types.size(); ++f)
            fields[f] = slot.whole[f].raw() + static_cast<std::size_t>(i) * types[f].type.bytes();
        auto result = readElement(*set_, elementAt(slot.first + i), std::span(fields).first(types.size()));
        if (result) continue;
        const std::lock_guard lock(slot.mutex);
        if (slot.error && slot.errorAt < i) continue;
        slot.error = result.error();
        slot.errorAt = i;
    }
    mapItems_.fetch_add(end - begin, std::memory_order_relaxed);
    mapNanoseconds_.fetch_add(nanosecondsSince(start), std::memory_order_relaxed);
}

Result<bool> Pipeline::next(Batch& out) {
    if (next_ == end_) return false;
    const auto start = Clock::now();
    for (; submitted_ < end_ && submitted_ <= next_ + options_.prefetch; ++submitted_) submit(submitted_);
    Slot& slot = slotOf(next_);
    ++next_, nextSlot_ = (nextSlot_ + 1) % ring_.size();
    pool_.wait(*slot.job);
    waitNanoseconds_ += nanosecondsSince(start);
    if (slot.error) return *slot.error;
    handedOut_ += slot.count;
    out.fields = slot.count == slot.whole[0].extents()[0] ? slot.whole : slot.remainder;
    out.count = slot.count;
    return true;
}

std::vector<StageFigures> Pipeline::figures() const {
    const auto seconds = [](std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) * 1e-9; };
    return {{"cache", cache_ ? cache_->hits() : 0, 0.0},
            {"shuffle", shuffled_, seconds(shuffleNanoseconds_)},
            {"map", mapItems_.load(), seconds(mapNanoseconds_.load())},
            {"next", handedOut_, seconds(waitNanoseconds_)}};
}

}  // namespace nw
