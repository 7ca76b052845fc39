// Which sign is which.
#include "widgets/form/number_text.h"

#include <QRegularExpression>
#include <cmath>

namespace nw::form {

namespace {

/// "1.000", "12,345,678"; "1,00,000" as in India.
bool isInGroups(const QString& digits) {
    static const QRegularExpression groups(QStringLiteral("^[1-9]\\d{0,2}(?:[.,]\\d{2,3})*[.,]\\d{3}$"));
    return groups.match(digits).hasMatch();
}

/// The same number with a point as its decimal sign and without groups.
QString plain(QString number, const QLocale& locale) {
    const qsizetype last = std::max(number.lastIndexOf(u'.'), number.lastIndexOf(u','));
    if (last < 0) return number;
    const QChar sign = number[last], other = sign == u'.' ? u',' : u'.';
    if (number.contains(other)) {
        if (!isInGroups(number.left(last))) return {};
        number.remove(other);
    } else if (isInGroups(number) && (number.count(sign) > 1 || locale.groupSeparator() == QString(sign))) {
        return number.remove(sign);
    }
    return number.replace(sign, u'.');
}

std::optional<double> read(const QString& text, const QLocale& locale) {
    static const QRegularExpression parts(QStringLiteral("^([+-]?)([\\d.,]+)((?:[eE][+-]?\\d+)?)$"));
    const auto match = parts.match(text);
    bool ok = false;
    const double value = QLocale::c().toDouble(match.captured(1) + plain(match.captured(2), locale) + match.captured(3), &ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<double> numberFrom(const QString& text, const QLocale& locale) {
    static const QRegularExpression gaps(QStringLiteral("[\\s\u00a0\u2009\u202f'\u2019]"));
    QString clean = text;
    clean.remove(gaps).replace(QChar(0x2212), u'-');
    const qsizetype bar = clean.indexOf(u'/');
    const auto above = read(clean.left(bar), locale);
    if (bar < 0 || !above) return above;
    const auto below = read(clean.mid(bar + 1), locale);
    return below && *below != 0 ? std::optional(*above / *below) : std::nullopt;
}

QString numberText(double value, const QLocale& locale) {
    const double size = std::abs(value), parts = std::round(1 / size);
    const bool isPlain = value == 0 || (size >= 1e-4 && size < 1e7);
    QString text = QLocale::c().toString(value, isPlain ? 'f' : 'e', QLocale::FloatingPointShortest);
    constexpr qsizetype longest = 9;  // 0.00392156862745098 is 1/255
    if (text.size() > longest && parts >= 2 && parts <= 1e6 && 1 / parts == size)
        return (value < 0 ? QStringLiteral("-1/%1") : QStringLiteral("1/%1")).arg(static_cast<qint64>(parts));
    text.remove(u',').replace(QStringLiteral("e+0"), QStringLiteral("e"));
    text.replace(QStringLiteral("e-0"), QStringLiteral("e-")).replace(QStringLiteral("e+"), QStringLiteral("e"));
    return text.replace(u'.', locale.decimalPoint() == QLatin1String(",") ? u',' : u'.');
}

}  // namespace nw::form
