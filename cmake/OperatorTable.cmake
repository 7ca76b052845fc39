# Writes the table of operators from the list of files core/ops/<family>/<id>.cpp.
function(nw_operator_table output)
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/ops ${CMAKE_CURRENT_SOURCE_DIR}/ops/*/*.cpp)
  set(declarations "")
  set(rows "")
  foreach(file ${files})
    get_filename_component(id ${file} NAME_WE)
    get_filename_component(family ${file} DIRECTORY)
    string(APPEND declarations "nw::OpDef nw_op_${id}();\n")
    string(APPEND rows "    {nw_op_${id}, \"${family}\"},\n")
  endforeach()
  set(content "// Generated from the files of core/ops.\n#include \"core/op/def.h\"\n#include <span>\n\n${declarations}
namespace nw {
struct OperatorFile { OpDef (*define)(); const char* family; };
std::span<const OperatorFile> operatorFiles();
std::span<const OperatorFile> operatorFiles() {
    static constexpr OperatorFile files[] = {
${rows}    };
    return files;
}
}  // namespace nw
")
  file(CONFIGURE OUTPUT ${output} CONTENT "${content}" @ONLY)
endfunction()
