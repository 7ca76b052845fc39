// The pages of the widget gallery; each shows one folder of widgets/ with content such as the studio has.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

namespace nw::gallery {

struct Page {
    const char* id;
    QString title;
    std::function<QWidget*()> make;
};
const std::vector<Page>& pages();

QWidget* controlsPage();
QWidget* iconsPage();
QWidget* formPage();
QWidget* imagePage();
QWidget* partsPage();

/// A column of a page with a headline; parts are added below each other.
QWidget* block(const QString& headline, const std::vector<QWidget*>& parts);
/// Parts beside each other, as wide as they want to be.
QWidget* row(const std::vector<QWidget*>& parts, Qt::Alignment align = Qt::AlignVCenter);

}  // namespace nw::gallery
