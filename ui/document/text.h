// Between the texts of core and of Qt.
#pragma once

#include <QString>
#include <string>

#include "core/base/result.h"

namespace nw::ui {

inline QString q(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }
inline std::string s(const QString& text) { return text.toStdString(); }

/// An error as one or two sentences for people: what is wrong, then what to do.
QString sentence(const Error& error);

}  // namespace nw::ui
