// The few sentences that Qt's own dialogs say, in the words of this program.
#pragma once

#include <QTranslator>

namespace nw::theme {

/// Below all other translators: what one for another language says comes first.
class QtWords final : public QTranslator {
    Q_OBJECT
public:
    using QTranslator::QTranslator;
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* note = nullptr, int n = -1) const override;
};

}  // namespace nw::theme
