// The page of an operator.
#include "ui/build/operator_page.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/build/families.h"
#include "ui/build/inspector_parts.h"
#include "ui/document/text.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::ui {

using theme::Label;
using theme::Token;
using theme::Type;

namespace {

Label* words(const QString& text, Type type = Type::Body, Token token = Token::Text) {
    auto* label = new Label(text, type, token);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

void addSection(QVBoxLayout* column, const QString& title) {
    column->addSpacing(8);
    column->addWidget(new theme::Hairline);
    column->addSpacing(4);
    column->addWidget(new Label(title, Type::Section));
}

/// A name in figures, what it is, and a sentence under both.
void addEntry(QVBoxLayout* column, const QString& name, const QString& what, const QString& sentence) {
    auto* line = new QHBoxLayout;
    line->setSpacing(12);
    line->addWidget(new Label(name, Type::BodyStrong));
    line->addWidget(words(what, Type::Figure12, Token::Text2), 1);
    column->addSpacing(2);
    column->addLayout(line);
    column->addWidget(words(sentence, Type::Small, Token::Text2));
}

QString defaultText(const ParamSpec& spec, const Params& defaults) {
    QString text = q(textOf(defaults.get(spec)));
    if (text.isEmpty() || (text == QStringLiteral("scalar") && spec.kind != ParamKind::Choice))
        return OperatorPage::tr("empty at first");
    if (*spec.doc.unit) text += u' ' + q(spec.doc.unit);
    return OperatorPage::tr("%1 at first").arg(text);
}

QString sentenceOf(const ParamSpec& spec) {
    QString text = q(spec.doc.doc);
    QStringList choices;
    for (const Choice& c : spec.doc.choices) choices << q(c.label);
    if (!choices.isEmpty()) text += u' ' + OperatorPage::tr("One of: %1.").arg(choices.join(QStringLiteral(", ")));
    return text;
}

void addPorts(QVBoxLayout* column, const QString& title, const std::vector<PortDoc>& ports) {
    if (std::all_of(ports.begin(), ports.end(), [](const PortDoc& p) { return p.implicit; })) return;
    addSection(column, title);
    for (const PortDoc& p : ports)
        if (!p.implicit)
            addEntry(column, p.optional ? OperatorPage::tr("%1, optional").arg(q(p.name)) : q(p.name), q(p.shape), q(p.doc));
}

QHBoxLayout* head(const OpDef& op) {
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    auto* tile = new FamilyTile;
    tile->setFamily(familyOf(op));
    auto* names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(new Label(q(op.label), Type::Title));
    names->addWidget(new Label(QStringLiteral("%1 · %2").arg(titleOf(familyOf(op)), q(op.id)), Type::Small, Token::Text2));
    row->addWidget(tile, 0, Qt::AlignTop);
    row->addLayout(names, 1);
    return row;
}

}  // namespace

QWidget* OperatorPage::contents(const OpDef& op) {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(6);
    column->addLayout(head(op));
    column->addSpacing(6);
    column->addWidget(words(q(op.doc)));
    addSection(column, tr("Formula"));
    column->addWidget(words(q(op.formula), Type::Figure13));
    addPorts(column, tr("Takes"), op.inputs);
    addPorts(column, tr("Gives"), op.outputs);
    const Params defaults(op);
    bool first = true;
    for (const ParamSpec& spec : op.params) {
        if (spec.doc.internal) continue;
        if (std::exchange(first, false)) addSection(column, tr("Parameters"));
        addEntry(column, q(spec.doc.label), defaultText(spec, defaults), sentenceOf(spec));
    }
    if (*op.source) {
        addSection(column, tr("Source"));
        column->addWidget(words(q(op.source), Type::Small, Token::Text2));
    }
    column->addStretch(1);
    return page;
}

OperatorPage::OperatorPage(const OpDef& op, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("How %1 works").arg(q(op.label)));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* area = new QScrollArea;
    area->setWidget(contents(op));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(windowTitle());
    column->addWidget(area, 1);
    auto* bottom = new QHBoxLayout;
    bottom->setContentsMargins(24, 8, 24, 16);
    auto* close = new QPushButton(tr("Close"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    bottom->addStretch(1);
    bottom->addWidget(close);
    column->addLayout(bottom);
    resize(560, 640);
    setAttribute(Qt::WA_DeleteOnClose);
}

OperatorPage* OperatorPage::openFor(const OpDef& op, QWidget* parent) {
    for (OperatorPage* old : parent->findChildren<OperatorPage*>(QString(), Qt::FindDirectChildrenOnly)) old->close();
    auto* page = new OperatorPage(op, parent);
    page->show();
    page->raise();
    page->activateWindow();
    return page;
}

}  // namespace nw::ui
