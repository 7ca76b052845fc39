// The form of an inspector: rows of label and editor under section heads, and a fold for what few people need.
#pragma once

#include <QMap>
#include <QWidget>

#include "widgets/form/editor.h"
#include "widgets/theme/label.h"

class QVBoxLayout;

namespace nw::form {

/// The label of a row. Where the editor can be dragged it shows the resizing cursor and a drag changes the value, Shift × 0.1.
class DragLabel final : public theme::ElidedLabel {
    Q_OBJECT
public:
    DragLabel(const QString& text, Editor* editor, QWidget* parent = nullptr);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    bool draggable() const;
    Editor* editor_;
    int from_ = 0;
    bool dragging_ = false;
};

/// A label 112 wide, the editor in the rest, and below it a fault or a note when there is one.
class FormRow final : public QWidget {
    Q_OBJECT
public:
    FormRow(const QString& label, Editor* editor, const QString& help = {}, QWidget* parent = nullptr);
    Editor* editor() const { return editor_; }
    /// The editor takes the whole width: a check whose phrase is longer than the column of editors.
    void span();
    /// A sentence under the editor; a fault is also the editor's.
    void setNote(const QString& sentence);
    void setFault(const QString& sentence);

private:
    void say();
    DragLabel* name_;
    Editor* editor_;
    theme::Label* note_;
    QString sentence_;
    theme::Token token_ = theme::Token::Text2;
};

/// A head that opens and closes what lies under it: "Advanced". Enter, Space and a click do; Left closes, Right opens.
class Fold final : public QWidget {
    Q_OBJECT
public:
    explicit Fold(const QString& title, QWidget* parent = nullptr);
    bool isOpen() const { return open_; }
    void setOpen(bool open);
    void add(QWidget* widget);
    QWidget* head() const { return head_; }

Q_SIGNALS:
    void toggled(bool open);

private:
    QWidget* head_;
    QWidget* body_;
    QVBoxLayout* column_;
    bool open_ = false;
};

/// Rows 10 apart. What is added after addFold() lies in the fold until the next addSection().
class Form final : public QWidget {
    Q_OBJECT
public:
    explicit Form(QWidget* parent = nullptr);

    /// A head 12/600; a hairline stands above every section but the first.
    void addSection(const QString& title);
    Fold* addFold(const QString& title);
    /// `id` names the editor in the signals. The form owns the editor.
    FormRow* addRow(const QString& id, const QString& label, Editor* editor, const QString& help = {});
    /// Across the whole width: a chart, a table of facts.
    void addWide(QWidget* widget);
    /// A fact: its name, and a figure at the right.
    theme::Label* addFact(const QString& name, const QString& figure);

    Editor* editor(const QString& id) const { return editors_.value(id); }
    FormRow* row(const QString& id) const { return rows_.value(id); }
    void clear();

Q_SIGNALS:
    void valueChanged(const QString& id, const QVariant& value);
    void committed(const QString& id, const QVariant& value);

private:
    void place(QWidget* widget);
    QVBoxLayout* column_;
    Fold* fold_ = nullptr;
    QVBoxLayout* facts_ = nullptr;  ///< of the facts added last; they stand closer than rows
    QMap<QString, Editor*> editors_;
    QMap<QString, FormRow*> rows_;
};

inline constexpr int LabelWidth = 112, RowGap = 10;

}  // namespace nw::form
