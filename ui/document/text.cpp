// Sentences from errors.
#include "ui/document/text.h"

namespace nw::ui {

QString sentence(const Error& error) {
    QString text = q(error.place);
    if (!text.isEmpty() && !error.message.empty()) text += u' ';
    text += q(error.message);
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    if (!text.endsWith(u'.')) text += u'.';
    if (!error.hint.empty()) text += u' ' + q(error.hint);
    return text;
}

}  // namespace nw::ui
