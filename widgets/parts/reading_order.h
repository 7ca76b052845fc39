// The order in which Tab goes through a window: as it is read, also where parts of it were made later than their neighbours.
#pragma once

#include <QList>

class QWidget;

namespace nw::parts {

/// What Tab can go to under `root`, in the order of layouts, splitters and current pages; what lies above a widget comes after what
/// is inside it.
QList<QWidget*> readingOrder(QWidget* root);

/// Gives the focus to the next or the one before, from the last to the first, and scrolls it into view. False: there is none, or
/// the focus is on nothing that stands in the order.
bool focusNext(QWidget* root, bool forward);

}  // namespace nw::parts
