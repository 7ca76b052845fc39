// Thumbnails: small pictures of a set's elements for grids: at once where reading is a copy, else from a thread of their own.
#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

#include "core/data/dataset.h"

namespace nw::ui {

class Thumbnails : public QObject {
    Q_OBJECT
public:
    explicit Thumbnails(QObject* parent = nullptr);
    ~Thumbnails() override;

    /// The set to read from; null: none. What is asked for and not read yet is forgotten.
    void setSource(std::shared_ptr<const Dataset> set);
    /// The picture, at most 192 on its longer side; null while it is being read (`ready` follows) and where it cannot be.
    QImage image(std::int64_t index);

Q_SIGNALS:
    void ready(qint64 index);

private:
    void work(const std::stop_token& stop);
    void arrived(std::int64_t index, const QImage& picture, int generation);

    std::shared_ptr<const Dataset> set_;
    QCache<qint64, QImage> pictures_{3000};
    int generation_ = 0;

    std::mutex mutex_;  ///< guards what is below
    std::condition_variable_any wake_;
    std::deque<std::int64_t> wanted_;  ///< the newest last: it is read first
    std::set<std::int64_t> asked_;
    std::shared_ptr<const Dataset> reading_;
    int readingGeneration_ = 0;
    std::jthread thread_;
};

}  // namespace nw::ui
