// Whose Ctrl+Z is in a text field: the field's while there is typing to take back, then that of whoever binds the key.
#pragma once

class QLineEdit;
class QWidget;

namespace nw::theme {

/// For a line edit or a spin box; the style does it for all of them.
void shareUndo(QWidget* field);
/// What was typed is committed: it can no longer be taken back in the field. Text, cursor and selection stay.
void forgetTyping(QLineEdit& field);

}  // namespace nw::theme
