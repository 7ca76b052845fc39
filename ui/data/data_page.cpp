// Joining the three parts.
#include "ui/data/data_page.h"

namespace nw::ui {

DataPage::DataPage(Studio& studio, QObject* parent)
    : QObject(parent),
      data_(studio),
      left_(new SetList(data_)),
      centre_(new SamplesView(studio, data_)),
      right_(new Checks(data_)) {
    connect(centre_, &SamplesView::folderWanted, left_, &SetList::choose);
    connect(right_, &Checks::showWanted, centre_, &SamplesView::showOnly);
}

DataPage::~DataPage() {
    delete left_;
    delete centre_;
    delete right_;
}

}  // namespace nw::ui
