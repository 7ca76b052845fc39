// Reading pictures beside the studio, those asked for last first.
#include "ui/document/thumbnails.h"

#include "ui/document/data_service.h"

namespace nw::ui {

namespace {

constexpr int Largest = 192;

/// Elements that are quick to copy are read at once.
constexpr std::size_t QuickBytes = 64 * 1024;

bool isQuick(const Dataset& set) {
    std::size_t bytes = 0;
    for (const Field& f : set.spec().fields) bytes += f.type.bytes();
    return set.inMemory() && bytes <= QuickBytes;
}

QImage read(const Dataset& set, std::int64_t index) {
    QImage picture;
    std::vector<Tensor> fields;
    std::vector<std::byte*> memory;
    for (const Field& f : set.spec().fields) {
        fields.push_back(Tensor::empty(f.type.dtype, f.type.extents));
        memory.push_back(fields.back().raw());
    }
    if (!set.read(index, memory)) return picture;
    for (std::size_t i = 0; i < fields.size() && picture.isNull(); ++i) picture = imageOf(fields[i]);
    if (std::max(picture.width(), picture.height()) > Largest)
        picture = picture.scaled(Largest, Largest, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    return picture;
}

}  // namespace

Thumbnails::Thumbnails(QObject* parent) : QObject(parent) {
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

Thumbnails::~Thumbnails() {
    thread_.request_stop();
    thread_.join();
}

void Thumbnails::setSource(std::shared_ptr<const Dataset> set) {
    set_ = std::move(set);
    pictures_.clear();
    ++generation_;
    const std::lock_guard lock(mutex_);
    wanted_.clear();
    asked_.clear();
    reading_ = set_;
    readingGeneration_ = generation_;
}

QImage Thumbnails::image(std::int64_t index) {
    if (!set_ || index < 0 || index >= set_->size()) return {};
    if (const QImage* known = pictures_.object(index)) return *known;
    if (isQuick(*set_)) {
        const QImage picture = read(*set_, index);
        pictures_.insert(index, new QImage(picture));
        return picture;
    }
    const std::lock_guard lock(mutex_);
    if (asked_.insert(index).second) {
        wanted_.push_back(index);
        wake_.notify_one();
    }
    return {};
}

void Thumbnails::work(const std::stop_token& stop) {
    while (true) {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, stop, [this] { return !wanted_.empty(); })) return;
        const std::int64_t index = wanted_.back();
        wanted_.pop_back();
        const auto set = reading_;
        const int generation = readingGeneration_;
        lock.unlock();
        const QImage picture = set ? read(*set, index) : QImage();
        QMetaObject::invokeMethod(
            this, [this, index, picture, generation] { arrived(index, picture, generation); }, Qt::QueuedConnection);
    }
}

void Thumbnails::arrived(std::int64_t index, const QImage& picture, int generation) {
    if (generation != generation_) return;
    {
        const std::lock_guard lock(mutex_);
        asked_.erase(index);
    }
    pictures_.insert(index, new QImage(picture));
    if (!picture.isNull()) Q_EMIT ready(index);
}

}  // namespace nw::ui
