// An editor of a list of texts, one a line: the names of classes.
#pragma once

#include "widgets/form/editor.h"

class QPlainTextEdit;

namespace nw::ui {

/// QVariant QStringList; blank lines count nothing. Enter begins a new line, Tab leaves.
class LinesField final : public form::Editor {
    Q_OBJECT
public:
    explicit LinesField(QWidget* parent = nullptr);
    QVariant value() const override;
    void setMixed(bool mixed) override;

protected:
    void show(const QVariant& value) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QPlainTextEdit* edit_;
};

}  // namespace nw::ui
