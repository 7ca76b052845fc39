// The form of selected layers, and the life of its edits.
#include "ui/build/node_page.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/graph/shown_name.h"
#include "ui/build/edits.h"
#include "ui/build/families.h"
#include "ui/build/figures.h"
#include "ui/build/node_text.h"
#include "ui/build/preview_pictures.h"
#include "ui/document/text.h"
#include "widgets/parts/messages.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Token;
using theme::Type;

namespace {

/// A label inside a list: "Rate factor" becomes "rate factor", "L2 on kernel" stays.
QString insideOf(const QString& label) {
    const bool word = label.size() > 1 && label[1].isLower();
    return word ? label[0].toLower() + label.mid(1) : label;
}

}  // namespace

NodePage::NodePage(Studio& studio, QWidget* parent)
    : QWidget(parent), studio_(studio), banner_(new parts::Banner), fix_(new QPushButton), form_(new form::Form) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addWidget(makeHead());
    column->addWidget(doc_);
    bypassed_ = new parts::InfoStrip(tr("This layer is bypassed"));
    bypassed_->addAction(tr("Use again"), [this] { (void)studio_.document.apply(toggleBypass(studio_, nodes_)); });
    column->addWidget(bypassed_);
    theme::setRole(fix_, theme::ButtonRole::Plain);  // the bubble has the primary one
    static_cast<QVBoxLayout*>(banner_->layout())->addSpacing(4);
    static_cast<QVBoxLayout*>(banner_->layout())->addWidget(fix_, 0, Qt::AlignLeft);
    column->addWidget(banner_);
    column->addSpacing(4);
    column->addWidget(new theme::Hairline);
    column->addSpacing(4);
    column->addWidget(form_);
    column->addStretch(1);
    connect(fix_, &QPushButton::clicked, this, &NodePage::cure);
    connect(form_, &form::Form::valueChanged, this, &NodePage::edit);
    connect(form_, &form::Form::committed, this, [this](const QString& id) { commit(id); });
    connect(name_, &NameEdit::renamed, this, [this](const QString& name) {
        if (nodes_.size() != 1) return;
        const auto done = studio_.document.apply(rename(studio_, nodes_[0], name));
        if (!done) Q_EMIT studio_.noteWanted(sentence(done.error()), false);
        showHead();
    });
}

QWidget* NodePage::makeHead() {
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    tile_ = new FamilyTile;
    name_ = new NameEdit;
    id_ = new theme::ElidedLabel({}, Type::Small, Token::Text2);
    how_ = new QPushButton(tr("How it works"));
    theme::setRole(how_, theme::ButtonRole::Link);
    how_->setToolTip(tr("How it works (F1)"));
    connect(how_, &QPushButton::clicked, this, &NodePage::helpWanted);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(name_);
    auto* second = new QHBoxLayout;
    second->setContentsMargins(10, 0, 0, 0);  // as far in as the name is in its field
    second->addWidget(id_, 1);
    second->addWidget(how_);
    words->addLayout(second);
    row->addWidget(tile_, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    doc_ = new theme::Label({}, Type::Small, Token::Text2);
    doc_->setWordWrap(true);
    return head;
}

void NodePage::showNodes(const std::vector<NodeId>& nodes) {
    if (nodes != nodes_) {
        nodes_ = nodes;
        properties_.clear();
        editing_.clear();
        rebuild();
        return;
    }
    refresh();
}

void NodePage::refresh() {
    std::erase_if(nodes_, [this](NodeId id) { return !studio_.document.graph().find(id); });
    if (nodes_.empty()) return;
    const std::vector<Property> now = sharedProperties(studio_, nodes_);
    // While a fault leaves sizes unknown, settings of weights have no place; they stay where they are until it is gone.
    const bool fewer = nodes_.size() == 1 && !studio_.document.analysis().nodes.at(nodes_[0]).signature;
    if (now != properties_ && !fewer && editing_.empty()) return rebuild();
    showHead();
    showProperties();
    showFaults();
    showOutput();
    refreshValues();
}

void NodePage::rebuild() {
    const auto where = focused();
    form_->clear();
    output_ = {};
    values_ = nullptr;
    weights_.clear();
    properties_ = sharedProperties(studio_, nodes_);
    addProperties();
    addOutput();
    addValues();
    showHead();
    showProperties();
    showFaults();
    showOutput();
    refreshValues();
    focus(where);
}

void NodePage::addProperties() {
    if (!properties_.empty()) form_->addSection(tr("Parameters"));
    QStringList folded;
    for (const bool advanced : {false, true}) {
        if (advanced) {
            for (const Property& p : properties_)
                if (p.advanced) folded << (folded.isEmpty() ? p.label : insideOf(p.label));
            if (folded.isEmpty()) break;
            form::Fold* fold = form_->addFold(folded.join(QStringLiteral(", ")));
            fold->setOpen(foldOpen_);
            connect(fold, &form::Fold::toggled, this, [this](bool open) { foldOpen_ = open; });
        }
        for (const Property& p : properties_)
            if (p.advanced == advanced) form_->addRow(q(p.id), labelsItself(p) ? QString() : p.label, makeEditor(p), p.help);
    }
}

void NodePage::addOutput() {
    form_->addSection(tr("Output"));
    output_.shape = form_->addFact(tr("Shape"), {});
    if (nodes_.size() == 1)
        for (const NamedType& t : studio_.document.analysis().nodes.at(nodes_[0]).outputs)
            if (!t.name.ends_with("_next") && t.name != studio_.document.analysis().nodes.at(nodes_[0]).outputs[0].name)
                output_.others[t.name] = form_->addFact(tr("Shape of %1").arg(q(t.name)), {});
    output_.parameters = form_->addFact(tr("Parameters"), {});
    output_.multiplications = form_->addFact(tr("Multiplications"), {});
    output_.memory = form_->addFact(tr("Memory for a batch of %1").arg(countText(studio_.document.project().training.batch)), {});
}

void NodePage::addValues() {
    if (nodes_.size() != 1) return;
    const QString title = studio_.sample.image().isNull() ? tr("Values for this sample") : tr("Values for this image");
    form_->addSection(title);
    values_ = new ValuesView(title);
    form_->addWide(values_);
    const Node& node = *studio_.document.graph().find(nodes_[0]);
    for (const WeightPicture& w : weightsOf(studio_, node)) {
        if (w.name == QStringLiteral("bias")) continue;
        Weight& shown = weights_[w.name];
        shown.shape = form_->addFact(w.name.left(1).toUpper() + w.name.mid(1), {});
        shown.view = new ValuesView(w.name);
        form_->addWide(shown.view);
    }
}

void NodePage::showHead() {
    if (nodes_.empty()) return;
    const Node& node = *studio_.document.graph().find(nodes_[0]);
    const bool one = nodes_.size() == 1;
    const bool alike = std::all_of(nodes_.begin(), nodes_.end(),
                                   [&](NodeId id) { return &studio_.document.graph().find(id)->op() == &node.op(); });
    tile_->setFamily(familyOf(node.op()), !one);
    name_->setReadOnly(!one);
    name_->setFocusPolicy(one ? Qt::StrongFocus : Qt::NoFocus);
    const QString several = tr("%1 layers").arg(countText(static_cast<std::int64_t>(nodes_.size())));
    name_->setName(one ? ui::titleOf(node) : several, one ? q(node.name) : several);
    id_->setFullText(!one              ? (alike ? q(node.op().label) : tr("Of different kinds"))
                     : isRenamed(node) ? q(node.op().label)
                                       : q(node.name));
    how_->setVisible(alike);
    doc_->setText(q(node.op().doc));
    doc_->setVisible(alike);
    bypassed_->setVisible(one && isBypassed(node));
}

void NodePage::showProperties() {
    for (const Property& p : properties_) showProperty(p);
}

void NodePage::showProperty(const Property& p) {
    form::Editor* editor = form_->editor(q(p.id));
    if (!editor || editing_.contains(q(p.id))) return;
    const Attr value = valueOf(*studio_.document.graph().find(nodes_[0]), p);
    const bool mixed = std::any_of(nodes_.begin(), nodes_.end(),
                                   [&](NodeId id) { return valueOf(*studio_.document.graph().find(id), p) != value; });
    if (mixed) return editor->setMixed(true);
    const QVariant shown = toVariant(p, value);
    if (!editor->isMixed() && editor->value() == shown) return;
    editor->setValue(shown);
    if (p.kind == ParamKind::Float)
        for (auto* line : editor->findChildren<QLineEdit*>()) line->setCursorPosition(0);  // the leading digits are the ones to see
}

void NodePage::showFaults() {
    std::map<std::string, const Finding*> faults;
    const Finding* other = nullptr;
    for (const Finding& f : studio_.document.analysis().findings) {
        if (nodes_.size() != 1 || f.node != nodes_[0] || f.rank == Rank::Open || !f.function.empty()) continue;
        if (f.rank == Rank::Blocker && !studio_.blockersShown()) continue;
        if (form_->row(q(f.place)))
            faults.emplace(f.place, &f);
        else if (!other)
            other = &f;
    }
    for (const Property& p : properties_) {
        form::FormRow* row = form_->row(q(p.id));
        const auto it = faults.find(p.id);
        const bool advice = it != faults.end() && it->second->rank == Rank::Advice;
        if (it != faults.end() && !advice) {
            row->setFault(q(it->second->headline));
        } else {
            row->setFault({});
            row->setNote(advice ? q(it->second->headline) : QString());
        }
    }
    cure_ = other && !other->fixes.empty() ? std::optional(other->fixes[0]) : std::nullopt;
    fix_->setVisible(cure_.has_value());
    if (cure_) fix_->setText(q(cure_->label));
    banner_->setVisible(other != nullptr);
    if (other)
        banner_->setVerdict(other->rank == Rank::Advice ? parts::Verdict::Warn : parts::Verdict::Err, q(other->headline),
                            {q(other->message)});
}

void NodePage::cure() {
    const std::optional<Patch> fix = std::exchange(cure_, {});
    if (fix && studio_.document.apply(fixWithPlaces(studio_, *fix))) Q_EMIT studio_.noteWanted(q(fix->label), true);
}

void NodePage::showOutput() {
    const Figures f = figuresOf(studio_, nodes_);
    const NodeAnalysis& first = studio_.document.analysis().nodes.at(nodes_[0]);
    const QString unknown = QStringLiteral("?");
    output_.shape->setText(nodes_.size() > 1       ? tr("mixed")
                           : first.outputs.empty() ? unknown
                                                   : fullShapeText(first.outputs[0].type));
    for (const NamedType& t : first.outputs)
        if (const auto it = output_.others.find(t.name); it != output_.others.end()) it->second->setText(fullShapeText(t.type));
    output_.parameters->setText(nodes_.size() == 1 && !first.signature ? unknown : countText(f.parameters));
    output_.multiplications->setText(f.multiplications ? countText(*f.multiplications) : unknown);
    output_.memory->setText(f.bytes ? sizeText(*f.bytes) : unknown);
}

void NodePage::refreshValues() {
    if (nodes_.size() != 1 || !values_) return;
    const Node& node = *studio_.document.graph().find(nodes_[0]);
    const bool head = std::string_view(node.op().family) == "head", input = std::string_view(node.op().id) == "input";
    values_->setPreview(head ? scoresOf(studio_.previews.value(node.id), studio_.data.classNames())
                             : previewOf(studio_.previews, node.id, input ? studio_.sample.image() : QImage()));
    const auto pictures = weightsOf(studio_, node);
    const auto known = static_cast<std::size_t>(
        std::count_if(pictures.begin(), pictures.end(), [](const WeightPicture& w) { return w.name != QStringLiteral("bias"); }));
    if (known != weights_.size() && known > 0 && editing_.empty()) return rebuild();
    for (const WeightPicture& w : pictures)
        if (const auto it = weights_.find(w.name); it != weights_.end()) {
            it->second.shape->setText(w.shape);
            it->second.view->setPreview(w.preview);
        }
}

const Property* NodePage::property(const QString& id) const {
    for (const Property& p : properties_)
        if (q(p.id) == id) return &p;
    return nullptr;
}

void NodePage::edit(const QString& id, const QVariant& value) {
    const Property* p = property(id);
    if (!p || nodes_.empty()) return;
    const Node* node = studio_.document.graph().find(nodes_[0]);
    if (!editing_.contains(id)) before_[id] = toVariant(*p, valueOf(*node, *p));
    if (value == before_[id])
        editing_.erase(id);  // typed back, or restored by Esc: then no commit follows
    else
        editing_.insert(id);
    auto attr = toAttr(*p, value);
    QString fault = attr ? QString() : sentence(attr.error());
    if (attr) {
        // A check box says what it does: "Add a bias".
        ProjectPatch patch(labelsItself(*p) ? tr("Switch \"%1\"").arg(p->label) : tr("Set %1").arg(p->label.toLower()), {});
        for (const NodeId one : nodes_) patch.graph.edits.push_back(editOf(one, *p, *attr));
        const auto done = studio_.document.apply(patch, QStringLiteral("inspector %1 %2").arg(id).arg(serial_));
        if (!done) fault = sentence(done.error());
    }
    if (!fault.isEmpty()) form_->row(id)->setFault(fault);
}

void NodePage::commit(const QString& id) {
    editing_.erase(id);
    ++serial_;
    studio_.document.endMerging();
    QMetaObject::invokeMethod(this, &NodePage::refresh, Qt::QueuedConnection);
}

std::pair<QString, int> NodePage::focused() const {
    const QWidget* widget = QApplication::focusWidget();
    if (!widget || !form_->isAncestorOf(widget)) return {};
    for (const Property& p : properties_) {
        const form::Editor* editor = form_->editor(q(p.id));
        if (!editor || (editor != widget && !editor->isAncestorOf(widget))) continue;
        return {q(p.id), static_cast<int>(editor->findChildren<QWidget*>().indexOf(widget))};
    }
    return {};
}

void NodePage::focus(const std::pair<QString, int>& where) {
    form::Editor* editor = where.first.isEmpty() ? nullptr : form_->editor(where.first);
    if (!editor) return;
    QWidget* part = editor->findChildren<QWidget*>().value(where.second);
    (part ? part : editor)->setFocus(Qt::OtherFocusReason);
}

}  // namespace nw::ui
