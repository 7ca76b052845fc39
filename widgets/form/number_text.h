// Numbers as people type them and as fields show them, in the language of the system.
#pragma once

#include <QLocale>
#include <optional>

namespace nw::form {

/// "1,000", "1.5", "3e-5", "1 000", "1/255". The decimal sign may be a point or a comma, whatever the locale. A single one of them
/// is read as a sign of groups where the locale has it as that and exactly three digits follow a number that does not begin with 0
/// ("1.000" is one thousand in German; "0.001" is a thousandth everywhere); where both stand, the last one is the decimal sign.
/// Nothing: it is no number.
std::optional<double> numberFrom(const QString& text, const QLocale& locale);
/// Short and exact: with the locale's decimal sign, without groups, fractions such as 1/255 as such. numberFrom reads it back.
QString numberText(double value, const QLocale& locale);

}  // namespace nw::form
