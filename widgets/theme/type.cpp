// Fonts: the embedded files, and one QFont a style.
#include "widgets/theme/type.h"

#include <QFontDatabase>
#include <QStringList>
#include <array>

namespace nw::theme {

namespace {

struct Style {
    bool mono;
    int pixels;
    QFont::Weight weight;
};

// Order: the enumerators of Type.
constexpr std::array<Style, TypeCount> styles{{{true, 22, QFont::Medium},
                                               {false, 20, QFont::DemiBold},
                                               {false, 16, QFont::DemiBold},
                                               {false, 14, QFont::DemiBold},
                                               {false, 13, QFont::Normal},
                                               {false, 13, QFont::Medium},
                                               {false, 13, QFont::DemiBold},
                                               {false, 12, QFont::Normal},
                                               {false, 12, QFont::DemiBold},
                                               {false, 11, QFont::Normal},
                                               {false, 11, QFont::Medium},
                                               {true, 11, QFont::Medium},
                                               {true, 12, QFont::Medium},
                                               {true, 13, QFont::Medium}}};

QFont make(const Style& style) {
    QFont font;
    if (style.mono)
        font.setFamilies(QStringList{"JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono"});
    else
        font.setFamilies(QStringList{"Inter", "Noto Sans CJK TC", "Noto Sans CJK SC", "DejaVu Sans"});
    font.setPixelSize(style.pixels);
    font.setWeight(style.weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

}  // namespace

bool loadFonts() {
    bool all = true;
    for (const char* name : {"Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "JetBrainsMono-Medium.ttf"})
        all = QFontDatabase::addApplicationFont(QString(":/nw/fonts/%1").arg(name)) >= 0 && all;
    return all;
}

const QFont& font(Type type) {
    static const auto fonts = [] {
        std::array<QFont, TypeCount> out;
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = make(styles[i]);
        return out;
    }();
    return fonts[static_cast<std::size_t>(type)];
}

QString figureTip(const QString& figure) {
    const QFont& type = font(Type::Figure12);
    return QStringLiteral("<span style=\"font-family:'%1'; font-size:%2px; font-weight:%3; white-space:pre\">%4</span>")
        .arg(type.family())
        .arg(type.pixelSize())
        .arg(static_cast<int>(type.weight()))
        .arg(figure.toHtmlEscaped());
}

}  // namespace nw::theme
