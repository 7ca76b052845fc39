// Qt's sentence, and what is said instead.
#include "widgets/theme/qt_words.h"

#include <array>
#include <string_view>

namespace nw::theme {

namespace {

struct Words {
    std::string_view context, source;
    const char* ours;
};

constexpr std::array table{
    Words{"QFileDialog", "%1\nDirectory not found.\nPlease verify the correct directory name was given.",
          QT_TRANSLATE_NOOP("nw::theme::QtWords", "There is no folder of this name:\n%1")},
    Words{"QFileDialog", "%1\nFile not found.\nPlease verify the correct file name was given.",
          QT_TRANSLATE_NOOP("nw::theme::QtWords", "There is no file of this name:\n%1")},
    Words{"QFileDialog", "%1 already exists.\nDo you want to replace it?",
          QT_TRANSLATE_NOOP("nw::theme::QtWords", "There is a file of this name already:\n%1\nIs it to be replaced?")},
    Words{"QFileDialog", "Are you sure you want to delete '%1'?",
          QT_TRANSLATE_NOOP("nw::theme::QtWords", "%1 is deleted for good.")},
    Words{"QFileDialog", "'%1' is write protected.\nDo you want to delete it anyway?",
          QT_TRANSLATE_NOOP("nw::theme::QtWords", "%1 is write protected. Is it to be deleted all the same?")},
    Words{"QFileDialog", "Could not delete directory.", QT_TRANSLATE_NOOP("nw::theme::QtWords", "The folder cannot be deleted.")},
    Words{"QPlatformTheme", "OK", QT_TRANSLATE_NOOP("nw::theme::QtWords", "Back")},
    Words{"QPlatformTheme", "&Yes", QT_TRANSLATE_NOOP("nw::theme::QtWords", "&Do it")},
    Words{"QPlatformTheme", "&No", QT_TRANSLATE_NOOP("nw::theme::QtWords", "&Leave it")},
};

}  // namespace

QString QtWords::translate(const char* context, const char* source, const char*, int) const {
    for (const Words& w : table)
        if (w.source == source && w.context == context) return tr(w.ours);
    return {};
}

}  // namespace nw::theme
