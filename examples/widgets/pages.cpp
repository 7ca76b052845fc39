// The gallery: the list of pages, and how their parts are laid out.
#include "examples/widgets/pages.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "widgets/theme/label.h"

namespace nw::gallery {

const std::vector<Page>& pages() {
    static const std::vector<Page> all{
        {"controls", QObject::tr("Controls"), controlsPage}, {"form", QObject::tr("Form"), formPage},
        {"images", QObject::tr("Images"), imagePage},        {"parts", QObject::tr("Parts"), partsPage},
        {"icons", QObject::tr("Icons"), iconsPage},
    };
    return all;
}

QWidget* block(const QString& headline, const std::vector<QWidget*>& parts) {
    auto* out = new QWidget;
    auto* column = new QVBoxLayout(out);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(new theme::Label(headline, theme::Type::SmallStrong, theme::Token::Text2));
    for (QWidget* part : parts) column->addWidget(part);
    column->addStretch(1);
    return out;
}

QWidget* row(const std::vector<QWidget*>& parts, Qt::Alignment align) {
    auto* out = new QWidget;
    auto* line = new QHBoxLayout(out);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    for (QWidget* part : parts) line->addWidget(part, 0, align);
    line->addStretch(1);
    return out;
}

}  // namespace nw::gallery
