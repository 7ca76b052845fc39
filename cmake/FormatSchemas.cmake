# Code from the schemas of file formats, in ${CMAKE_BINARY_DIR}/generated under the path of the schema.
function(nw_flatbuffers schema result)
  get_filename_component(folder ${schema} DIRECTORY)
  get_filename_component(name ${schema} NAME_WE)
  set(out ${CMAKE_BINARY_DIR}/generated/core/${folder})
  add_custom_command(
    OUTPUT ${out}/${name}_generated.h
    COMMAND ${FLATC} --cpp --gen-object-api --scoped-enums --cpp-std c++17 -o ${out} ${CMAKE_CURRENT_SOURCE_DIR}/${schema}
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${schema})
  set(${result} ${out}/${name}_generated.h PARENT_SCOPE)
endfunction()

function(nw_protobuf schema result)
  get_filename_component(folder ${schema} DIRECTORY)
  get_filename_component(name ${schema} NAME_WE)
  set(root ${CMAKE_BINARY_DIR}/generated)
  set(out ${root}/core/${folder}/${name}.pb)
  file(MAKE_DIRECTORY ${root})
  add_custom_command(
    OUTPUT ${out}.cc ${out}.h
    COMMAND ${Protobuf_PROTOC_EXECUTABLE} --cpp_out=lite:${root} -I ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/${schema}
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${schema})
  set(${result} ${out}.cc ${out}.h PARENT_SCOPE)
endfunction()
