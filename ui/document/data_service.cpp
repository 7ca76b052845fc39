// Opening sets and reading single elements.
#include "ui/document/data_service.h"

#include <algorithm>
#include <cmath>

#include "core/train/data_binding.h"
#include "ui/document/text.h"

namespace nw::ui {

DataService::DataService(const Engine& engine, Document& document, QObject* parent)
    : QObject(parent), engine_(engine), document_(document) {
    connect(&document, &Document::opened, this, [this] { open(); });
    connect(&document, &Document::dataChanged, this, [this] { open(); });
}

std::filesystem::path DataService::base() const { return document_.path().parent_path(); }

void DataService::reload() { open(); }

void DataService::open() {
    delete job_.data();
    splits_ = {};
    fault_.clear();
    spec_ = document_.project().data;
    document_.setDataDescription(std::nullopt);
    if (spec_.empty()) {
        Q_EMIT changed();
        return;
    }
    seed_ = static_cast<std::uint64_t>(document_.project().training.seed);
    job_ = Job::start<DatasetSplits>(
        this,
        [engine = &engine_, spec = spec_, seed = seed_, base = base()](const JobHooks&) { return engine->open(spec, seed, base); },
        [this](Result<DatasetSplits> opened) {
            job_.clear();
            if (opened)
                splits_ = *std::move(opened);
            else
                fault_ = sentence(opened.error());
            if (isOpen()) document_.setDataDescription(describe(splits_.train->spec()));
            Q_EMIT changed();
        });
    connect(job_, &Job::progress, this, &DataService::progress);
    Q_EMIT changed();
}

std::vector<std::string> DataService::classNames() const {
    return isOpen() ? splits_.train->spec().classNames : std::vector<std::string>();
}

QImage imageOf(const Tensor& values) {
    Extents e = values.extents();
    if (e.size() == 4 && e[0] == 1) e.erase(e.begin());
    if (e.size() != 3 || (e[2] != 1 && e[2] != 3) || values.dtype() != DType::Float32) return {};
    const int height = static_cast<int>(e[0]), width = static_cast<int>(e[1]);
    QImage image(width, height, e[2] == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
    const float* v = values.data<float>().data();
    for (int y = 0; y < height; ++y) {
        uchar* line = image.scanLine(y);
        for (std::int64_t x = 0; x < width * e[2]; ++x) line[x] = static_cast<uchar>(std::clamp(std::lround(*v++), 0L, 255L));
    }
    return image;
}

Result<DataService::Element> DataService::element(const std::shared_ptr<const Dataset>& set, std::int64_t index) const {
    if (!set || index < 0 || index >= set->size()) return fail(Code::NotFound, spec_, "has no such element");
    std::vector<Tensor> fields;
    std::vector<std::byte*> memory;
    for (const Field& f : set->spec().fields) {
        fields.push_back(Tensor::empty(f.type.dtype, f.type.extents));
        memory.push_back(fields.back().raw());
    }
    NW_RETURN_IF_ERROR(set->read(index, memory));
    Element out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (set->spec().fields[i].name == "label") {
            if (fields[i].dtype() == DType::Int32) out.label = fields[i].data<std::int32_t>()[0];
            continue;
        }
        Extents batch = fields[i].extents();
        batch.insert(batch.begin(), 1);
        out.value = fields[i].reshaped(batch);
        out.image = imageOf(fields[i]);
    }
    return out;
}

CurrentSample::CurrentSample(DataService& data, QObject* parent) : QObject(parent), data_(data) {
    connect(&data, &DataService::changed, this, [this] { reset(); });
}

void CurrentSample::reset() {
    split_ = data_.splits().test ? Split::Test : Split::Validation;
    if (source_ == Source::Set) show(split_, index_);
}

std::int64_t CurrentSample::count() const {
    const auto& set = data_.splits().of(split_);
    return set ? set->size() : 0;
}

void CurrentSample::show(Split split, std::int64_t index) {
    const auto& set = data_.splits().of(split);
    source_ = Source::Set;
    split_ = split;
    const std::int64_t n = set ? set->size() : 0;
    index_ = n > 0 ? (index % n + n) % n : 0;
    image_ = {};
    value_ = {};
    label_ = -1;
    if (auto element = data_.element(set, index_)) {
        image_ = element->image;
        value_ = element->value;
        label_ = element->label;
    }
    Q_EMIT changed();
}

void CurrentSample::draw(const QImage& picture) {
    const QImage grey = picture.convertToFormat(QImage::Format_Grayscale8);
    source_ = Source::Drawn;
    image_ = grey;
    label_ = -1;
    value_ = Tensor::empty(DType::Float32, {1, grey.height(), grey.width(), 1});
    float* v = value_.data<float>().data();
    for (int y = 0; y < grey.height(); ++y)
        for (int x = 0; x < grey.width(); ++x) *v++ = static_cast<float>(grey.constScanLine(y)[x]);
    Q_EMIT changed();
}

}  // namespace nw::ui
