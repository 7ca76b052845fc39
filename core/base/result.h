// Result<T>: a value, or an Error that can be shown to a person.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace nw {

/// What kind of thing went wrong. Stable: scripts see the lower_snake name (`codeName`).
enum class Code {
    Argument,     ///< a parameter, option or setting has a value that cannot be used
    Shape,        ///< shapes contradict each other
    Type,         ///< dtypes or forms contradict each other
    NotFound,     ///< a name, file or port does not exist
    Unsupported,  ///< understood, but not possible here
    Io,           ///< the operating system refused (disk full, permission, ...)
    Format,       ///< a file's content is not what it should be
    Version,      ///< a file is newer than this program
    Memory,       ///< more memory than can be had or is allowed
    Cancelled,    ///< the user or a stop token asked to stop
};

/// The lower_snake name of a code, e.g. "not_found".
std::string_view codeName(Code code);

/// One failure: where (`place`, e.g. an operator, port or file), what with the values (`message`), and what to do (`hint`, may be
/// empty).
struct Error {
    Code code = Code::Argument;
    std::string place;
    std::string message;
    std::string hint;

    /// "[place] message. hint" on one line.
    std::string text() const;
    /// The same as whole sentences for people: what is wrong, then what to do.
    std::string sentence() const;
};

/// A place and what is said of it: "conv2d needs 4 axes", "a.png: This file is empty". The place keeps its letters.
std::string joined(std::string_view place, std::string_view message);

inline Error fail(Code code, std::string_view place, std::string message, std::string hint = {}) {
    return Error{code, std::string(place), std::move(message), std::move(hint)};
}

/// A T, or the Error that prevented it. Dereferencing without a value is a programmer's error and throws std::bad_variant_access.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    T& operator*() & { return std::get<0>(state_); }
    const T& operator*() const& { return std::get<0>(state_); }
    T&& operator*() && { return std::get<0>(std::move(state_)); }
    T* operator->() { return &std::get<0>(state_); }
    const T* operator->() const { return &std::get<0>(state_); }
    const Error& error() const { return std::get<1>(state_); }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}

    explicit operator bool() const { return !error_; }
    const Error& error() const { return *error_; }

private:
    std::optional<Error> error_;
};

}  // namespace nw

#define NW_CONCAT_(a, b) a##b
#define NW_CONCAT(a, b) NW_CONCAT_(a, b)
#define NW_TRY_(temporary, declaration, expression)      \
    auto temporary = (expression);                       \
    if (!temporary) return std::move(temporary).error(); \
    declaration = *std::move(temporary)
/// NW_TRY(auto x, f()): x becomes f()'s value, or the enclosing function returns f()'s error.
#define NW_TRY(declaration, expression) NW_TRY_(NW_CONCAT(nw_try_, __COUNTER__), declaration, expression)
/// Returns the error of a Result<void> expression from the enclosing function.
#define NW_RETURN_IF_ERROR(expression) \
    if (auto nw_result_ = (expression); !nw_result_) return nw_result_.error()
