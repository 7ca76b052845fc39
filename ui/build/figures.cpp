// Sums over layers, and weights as pictures.
#include "ui/build/figures.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/build/preview_pictures.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace {

void add(std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& part) {
    if (sum) sum = part ? std::optional(*sum + *part) : std::nullopt;
}

/// Bytes of the outputs for people, for the named sizes.
std::optional<std::int64_t> bytesOf(const NodeAnalysis& a, const DimValues& sizes) {
    std::int64_t sum = 0;
    for (const NamedType& t : a.outputs) {
        if (t.name.ends_with("_next")) continue;
        if (!t.type.shape) return std::nullopt;
        const auto elements = product(*t.type.shape).evaluate(sizes);
        if (!elements) return std::nullopt;
        sum += *elements * static_cast<std::int64_t>(sizeOf(t.type.dtype));
    }
    return sum;
}

}  // namespace

Figures figuresOf(const Studio& studio, const std::vector<NodeId>& nodes) {
    const Graph& graph = studio.document.graph();
    Figures f;
    f.batch = studio.document.project().training.batch;
    f.multiplications = f.bytes = 0;
    for (const NodeId id : nodes) {
        const Node* node = graph.find(id);
        const auto it = studio.document.analysis().nodes.find(id);
        if (!node || it == studio.document.analysis().nodes.end()) continue;
        const NodeAnalysis& a = it->second;
        ++f.layers;
        f.parameters += parameterCount(graph, *node, a);
        const auto cost = a.signature ? a.signature->cost.evaluate({{"batch", 1}}) : std::nullopt;
        add(f.multiplications, cost ? std::optional(*cost / 2) : std::nullopt);
        add(f.bytes, bytesOf(a, {{"batch", f.batch}}));
    }
    return f;
}

Figures figuresOf(const Studio& studio) { return figuresOf(studio, studio.document.graph().topologicalOrder()); }

QString sizeText(std::int64_t bytes) {
    const QLocale locale;
    if (bytes < 1000) return QObject::tr("%1 bytes").arg(locale.toString(static_cast<qlonglong>(bytes)));
    double value = static_cast<double>(bytes) / 1000;
    const char* units[] = {"KB", "MB", "GB", "TB"};
    int unit = 0;
    for (; value >= 1000 && unit < 3; ++unit) value /= 1000;
    return locale.toString(value, 'f', value < 100 ? 1 : 0) + u' ' + QLatin1String(units[unit]);
}

namespace {

/// A convolution's filters [height, width, in, out] as up to 16 pictures, the inputs summed; zero is grey 128.
canvas::Preview filtersOf(const Tensor& kernel) {
    const Extents& e = kernel.extents();
    const std::int64_t taps = e[0] * e[1], in = e[2], out = e[3], shown = std::min<std::int64_t>(out, 16);
    const float* v = kernel.data<float>().data();
    canvas::Preview p;
    p.kind = canvas::Preview::Kind::Maps;
    p.signedValues = true;
    p.more = static_cast<int>(out - shown);
    for (std::int64_t f = 0; f < shown; ++f) {
        std::vector<float> sums(static_cast<std::size_t>(taps), 0.0F);
        float most = 1e-30F;
        for (std::int64_t t = 0; t < taps; ++t) {
            float& sum = sums[static_cast<std::size_t>(t)];
            for (std::int64_t c = 0; c < in; ++c) sum += v[(t * in + c) * out + f];
            if (std::isfinite(sum)) most = std::max(most, std::abs(sum));
        }
        QImage image(static_cast<int>(e[1]), static_cast<int>(e[0]), QImage::Format_Grayscale8);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const float at = sums[static_cast<std::size_t>(y * e[1] + x)] / most;
                image.scanLine(y)[x] =
                    static_cast<uchar>(std::isfinite(at) ? std::clamp(std::lround(128 + 127 * at), 0L, 255L) : 128);
            }
        p.images << image;
    }
    return p;
}

}  // namespace

std::vector<WeightPicture> weightsOf(const Studio& studio, const Node& node) {
    std::vector<WeightPicture> out;
    const auto it = studio.document.analysis().nodes.find(node.id);
    if (it == studio.document.analysis().nodes.end() || !it->second.signature) return out;
    for (const WeightSpec& spec : it->second.signature->weights) {
        const Tensor value = studio.previews.weight(node.name + "/" + spec.name);
        if (!value.defined() || value.dtype() != DType::Float32 || value.elements() == 0) continue;
        const bool filters = value.extents().size() == 4 && value.extents()[0] * value.extents()[1] > 1;
        out.push_back({q(spec.name), q(textOf(value.extents())), filters ? filtersOf(value) : vectorPreview(value)});
    }
    return out;
}

}  // namespace nw::ui
