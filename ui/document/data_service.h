// DataService: the set that the project names, opened in the background; and the one sample that the whole studio looks at.
#pragma once

#include <QImage>
#include <QPointer>

#include "core/deploy/engine.h"
#include "ui/document/document.h"
#include "ui/document/job.h"

namespace nw::ui {

class DataService : public QObject {
    Q_OBJECT
public:
    DataService(const Engine& engine, Document& document, QObject* parent = nullptr);

    /// The opened set of the project; null parts while it is being opened or where it could not be.
    const DatasetSplits& splits() const { return splits_; }
    bool isOpen() const { return splits_.train != nullptr; }
    bool isOpening() const { return !job_.isNull(); }
    /// Why it could not be opened; empty when it is or is being.
    const QString& fault() const { return fault_; }
    /// The specification that `splits` belongs to.
    const std::string& spec() const { return spec_; }
    /// The seed that decided which elements are held out for validation.
    std::uint64_t seed() const { return seed_; }
    /// Class names; empty where there are none.
    std::vector<std::string> classNames() const;
    /// Opens it again (a folder has changed).
    void reload();

    /// Where relative paths of specifications begin: the project's folder.
    std::filesystem::path base() const;

    /// One element: its picture as it is (null where it is none), and its tensor with an axis for the batch.
    struct Element {
        QImage image;
        Tensor value;
        int label = -1;
    };
    Result<Element> element(const std::shared_ptr<const Dataset>& set, std::int64_t index) const;

Q_SIGNALS:
    void changed();
    void progress(const QString& what, qint64 done, qint64 total);

private:
    void open();

    const Engine& engine_;
    Document& document_;
    DatasetSplits splits_;
    std::string spec_;
    std::uint64_t seed_ = 0;
    QString fault_;
    QPointer<Job> job_;
};

/// A picture of float32 values 0…255 [height, width, channels 1 or 3].
QImage imageOf(const Tensor& values);

/// The sample that previews, heads and pages follow: an element of the set, or what was drawn.
class CurrentSample : public QObject {
    Q_OBJECT
public:
    CurrentSample(DataService& data, QObject* parent = nullptr);

    enum class Source { Set, Drawn };
    Source source() const { return source_; }
    Split split() const { return split_; }
    std::int64_t index() const { return index_; }
    std::int64_t count() const;
    const QImage& image() const { return image_; }
    /// [1, ...]; not defined() when there is no sample.
    const Tensor& value() const { return value_; }
    int label() const { return label_; }

    void show(Split split, std::int64_t index);
    void step(std::int64_t by) { show(split_, index_ + by); }
    /// A grey picture; scaled to the size of the set's images.
    void draw(const QImage& picture);
    /// Back from drawing to the set.
    void useSet() { show(split_, index_); }

Q_SIGNALS:
    void changed();

private:
    void reset();

    DataService& data_;
    Source source_ = Source::Set;
    Split split_ = Split::Test;
    std::int64_t index_ = 0;
    QImage image_;
    Tensor value_;
    int label_ = -1;
};

}  // namespace nw::ui
