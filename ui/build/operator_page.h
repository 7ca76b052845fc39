// OperatorPage: what an operator does, its formula, ports, parameters and source, written from its declaration.
#pragma once

#include <QDialog>

#include "core/op/def.h"

class QVBoxLayout;

namespace nw::ui {

class OperatorPage final : public QDialog {
    Q_OBJECT
public:
    explicit OperatorPage(const OpDef& op, QWidget* parent = nullptr);

    /// A window of its own; a second call for the same parent shows the other operator in its place.
    static OperatorPage* openFor(const OpDef& op, QWidget* parent);

private:
    static QWidget* contents(const OpDef& op);
};

}  // namespace nw::ui
