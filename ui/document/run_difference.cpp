// What two runs tried differently, in words.
#include <QCoreApplication>
#include <QLocale>
#include <set>

#include "core/op/registry.h"
#include "ui/document/run.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("nw::ui::Runs", text); }

/// An id as a word: "validation_limit" is "validation limit".
QString word(std::string_view id) { return q(id).replace(u'_', u' '); }

QString valueText(const Attr& value) {
    if (const auto* i = std::get_if<std::int64_t>(&value)) return QLocale().toString(static_cast<qlonglong>(*i));
    const QString text = q(textOf(value));
    return text.isEmpty() ? tr("none") : text;
}

QString changed(const QString& what, const Attr& from, const Attr& to) {
    //: a setting, its value before, its value now: "rate 0.001 → 0.003"
    return tr("%1 %2 → %3").arg(what, valueText(from), valueText(to));
}

void compareSettings(const Project& a, const Project& b, QStringList& parts) {
    if (a.data != b.data) parts << changed(tr("data"), a.data, b.data);
    if (a.training.optimizer != b.training.optimizer)
        //: two optimizers: "SGD → Adam"
        parts << tr("%1 → %2").arg(q(operatorById(a.training.optimizer).label), q(operatorById(b.training.optimizer).label));
    for (const TrainingField& f : trainingFields())
        if (f.get(a.training) != f.get(b.training)) parts << changed(word(f.id), f.get(a.training), f.get(b.training));
    if (a.training.optimizer != b.training.optimizer) return;
    const Params defaults(operatorById(a.training.optimizer));
    for (const ParamSpec& p : operatorById(a.training.optimizer).params) {
        const auto of = [&](const TrainingSettings& t) {
            const auto it = t.optimizerParams.find(p.id);
            return it == t.optimizerParams.end() ? defaults.get(p) : it->second;
        };
        if (of(a.training) != of(b.training)) parts << changed(word(p.id), of(a.training), of(b.training));
    }
}

void compareNodes(const Node& a, const Node& b, QStringList& parts) {
    const QString label = q(b.op().label);
    for (const ParamSpec& p : b.op().params) {
        const Attr from = a.params.get(p), to = b.params.get(p);
        if (from == to) continue;
        if (p.kind == ParamKind::Int)
            //: a layer, its value before and now, of which parameter: "Dense 120 → 64 units"
            parts << tr("%1 %2 → %3 %4").arg(label, valueText(from), valueText(to), word(p.id));
        else
            parts << changed(label + u' ' + word(p.id), from, to);
    }
    std::set<std::string> ids;
    for (const auto& [id, value] : a.settings) ids.insert(id);
    for (const auto& [id, value] : b.settings) ids.insert(id);
    const auto of = [](const Node& n, const std::string& id) {
        const auto it = n.settings.find(id);
        return it == n.settings.end() ? Attr(std::string()) : it->second;
    };
    for (const std::string& id : ids)
        if (of(a, id) != of(b, id)) parts << changed(label + u' ' + word(id), of(a, id), of(b, id));
}

void compareGraphs(const Graph& a, const Graph& b, QStringList& parts) {
    const qsizetype before = parts.size();
    for (const NodeId id : b.topologicalOrder()) {
        const Node *old = a.find(id), *now = b.find(id);
        if (!old || &old->op() != &now->op())
            parts << tr("%1 added").arg(q(now->op().label));
        else
            compareNodes(*old, *now, parts);
    }
    for (const NodeId id : a.topologicalOrder())
        if (const Node* now = b.find(id); !now || &now->op() != &a.find(id)->op())
            parts << tr("%1 removed").arg(q(a.find(id)->op().label));
    if (parts.size() == before && !(a == b)) parts << tr("links changed");
}

}  // namespace

QString differenceOf(const Project& before, const Project& after, int most) {
    QStringList parts;
    compareSettings(before, after, parts);
    if (!(before.graph == after.graph)) compareGraphs(before.graph, after.graph, parts);
    const qsizetype more = parts.size() - most;
    if (more > 1) parts = parts.first(most) << tr("and %1 more").arg(more);
    return parts.join(QStringLiteral(", "));
}

QString originOf(const Run& run, const std::vector<Run>& all) {
    const std::filesystem::path from = run.manifest.parent;
    if (!run.isTraining() || from.empty()) return {};
    const auto here = run.folder.path().parent_path();
    for (const Run& other : all)  // by its name alone: the project may have moved since
        if (other.number < run.number && other.folder.path().filename() == from.filename())
            return tr("from run %1").arg(other.number);
    if (from.parent_path() == here) return tr("from a run that was deleted");
    //: a project or a file whose weights a run began with
    return tr("from %1").arg(q((from.parent_path().extension() == ".runs" ? from.parent_path().stem() : from.filename()).string()));
}

QString summaryOf(const Project& project) {
    const OpDef* optimizer = findOperator(project.training.optimizer);
    const QString name = q(optimizer ? optimizer->label : project.training.optimizer);
    if (project.training.epochs == 1) return tr("%1, 1 epoch").arg(name);
    //: optimizer and length of a run: "Adam, 5 epochs"
    return tr("%1, %2 epochs").arg(name, QLocale().toString(static_cast<qlonglong>(project.training.epochs)));
}

}  // namespace nw::ui
