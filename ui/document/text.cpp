// Sentences from errors.
#include "ui/document/text.h"

namespace nw::ui {

QString sentence(const Error& error) { return q(error.sentence()); }

}  // namespace nw::ui
