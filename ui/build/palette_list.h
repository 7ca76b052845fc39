// The rows of the palette: headings and operators, drawn cheaply and dragged as operators.
#pragma once

#include <QListView>
#include <functional>

#include "core/op/def.h"

class QStandardItemModel;

namespace nw::ui {

class PaletteList final : public QListView {
    Q_OBJECT
public:
    /// `hint` is asked for when the pointer rests on a row: what the operator does and gives here, as rich text.
    PaletteList(QStandardItemModel* rows, std::function<QString(const QString&)> hint, QWidget* parent = nullptr);

    static void addHeading(QStandardItemModel& rows, const QString& title);
    static void addOperator(QStandardItemModel& rows, const OpDef& op);
    /// Empty for a heading.
    static QString operatorOf(const QModelIndex& index);
    /// The next row that is an operator, beginning at `row`, in steps of `by`; -1 when there is none.
    int operatorFrom(int row, int by) const;

Q_SIGNALS:
    void chosen(const QModelIndex& index);

protected:
    void startDrag(Qt::DropActions actions) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
};

}  // namespace nw::ui
