// Stepping nodes along their ways.
#include "widgets/canvas/glide.h"

namespace nw::canvas {

namespace {
constexpr int GlideMs = 160;
}

Glide::Glide(std::function<void(NodeId, const Pose&)> show, std::function<void()> moved)
    : show_(std::move(show)), moved_(std::move(moved)) {
    motion_.setStartValue(0.0);
    motion_.setEndValue(1.0);
    motion_.setDuration(GlideMs);
    motion_.setEasingCurve(QEasingCurve::OutCubic);
    connect(&motion_, &QVariantAnimation::valueChanged, this, [this](const QVariant& share) { step(share.toDouble()); });
    connect(&motion_, &QVariantAnimation::finished, this, &Glide::finish);
}

void Glide::add(NodeId id, const Pose& from, QPointF to) { ways_.insert(id, {from, to}); }

void Glide::start() {
    motion_.stop();
    motion_.start();
}

void Glide::step(double share) {
    if (ways_.isEmpty()) return;
    for (auto it = ways_.begin(); it != ways_.end(); ++it) {
        const Pose& from = it->from;
        show_(it.key(),
              {from.at + (it->to - from.at) * share, from.presence + (1 - from.presence) * share, from.stretch * (1 - share)});
    }
    moved_();
}

void Glide::finish() {
    motion_.stop();
    const QHash<NodeId, Way> ways = std::exchange(ways_, {});
    if (ways.isEmpty()) return;
    for (auto it = ways.begin(); it != ways.end(); ++it) show_(it.key(), {it->to});
    moved_();
}

}  // namespace nw::canvas
