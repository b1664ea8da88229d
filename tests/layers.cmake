# May this file include that one? The table of engine/README.md as a test. Run with
#   cmake -DROOT=<source folder> -P tests/layers.cmake
# Also: libraries that only some files may know, files that no CMakeLists.txt lists (they would
# never be compiled), and names of test cases that CTest would tear apart.
cmake_minimum_required(VERSION 3.25)
set(base "")
set(random base)
set(input base random)
set(model base random input)
set(outcomes base model)
set(simulate base random model outcomes)
set(exact base model outcomes)
set(economics base input model outcomes)
set(calibrate base input model outcomes exact simulate)
set(results base input outcomes economics)
set(report base input model outcomes economics calibrate results)
set(modules base random input model outcomes simulate exact economics calibrate results report)

# headers => the only files below engine/ that may include them
set(exclusive
    "(tbb|oneapi)/.* => simulate/parallel[.]cpp"
    "isa-l/.* => results/deflate[.]cpp"
    "openssl/.* => results/digest[.]cpp"
    "(H5|hdf5).* => results/hdf5[a-z_]*[.](hpp|cpp)"
    "yaml-cpp/.* => input/yaml[a-z_]*[.]cpp"
    "muParser.* => input/expression[.]cpp"
    "nlopt.* => calibrate/search[.]cpp"
    "(unsupported/)?Eigen/.* => calibrate/identification[.]cpp|exact/continuous[.]cpp|model/generator[.]cpp"
    "hwy/.* => (base/byte_vectors|random/(block_draws|philox_fill)|simulate/(lane_kernel|month_kernel))[.]cpp"
    # No library's type appears in a header. Standard headers have neither folder nor suffix.
    ".*[/.].* => .*[.]cpp|results/hdf5[a-z_]*[.]hpp")

set_property(GLOBAL PROPERTY mistakes 0)
function(complain place message)
    message("${place}: ${message}")
    get_property(mistakes GLOBAL PROPERTY mistakes)
    math(EXPR mistakes "${mistakes} + 1")
    set_property(GLOBAL PROPERTY mistakes ${mistakes})
endfunction()

# check_include(FILE:LINE FILE HEADER DELIMITER): is this one allowed?
function(check_include place file header delimiter)
    if(delimiter STREQUAL "<")
        foreach(rule IN LISTS exclusive)
            string(REGEX REPLACE " => .*" "" headers "${rule}")
            string(REGEX REPLACE ".* => " "" owners "${rule}")
            if(header MATCHES "^(${headers})$")
                if(NOT file MATCHES "^engine/(${owners})$")
                    string(REPLACE "[.]" "." owners "${owners}")
                    complain("${place}" "only ${owners} may include <${header}>")
                endif()
                return()
            endif()
        endforeach()
        return()
    endif()
    if(NOT EXISTS ${ROOT}/engine/${header})
        complain("${place}" "there is no ${header} below engine/")
        return()
    endif()
    string(REGEX MATCH "^[^/]*" target "${header}")
    if(file MATCHES "^engine/([^/]+)/")
        set(module ${CMAKE_MATCH_1})
        if(NOT target STREQUAL module AND NOT target IN_LIST ${module})
            complain("${place}" "${module} may not include \"${header}\"")
        endif()
    endif()
endfunction()

execute_process(COMMAND grep -rnE "^ *# *include" engine --include=*.hpp --include=*.cpp
    WORKING_DIRECTORY ${ROOT} OUTPUT_VARIABLE includes COMMAND_ERROR_IS_FATAL LAST)
string(REPLACE ";" "" includes "${includes}")
string(REGEX REPLACE "\n$" "" includes "${includes}")
string(REPLACE "\n" ";" includes "${includes}")
foreach(line IN LISTS includes)
    if(line MATCHES "^([^:]+):([0-9]+): *# *include *([<\"])([^>\"]+)")
        check_include("${CMAKE_MATCH_1}:${CMAKE_MATCH_2}" "${CMAKE_MATCH_1}" "${CMAKE_MATCH_4}"
            "${CMAKE_MATCH_3}")
    endif()
endforeach()

# A folder of engine/ that the table does not know would escape it.
file(GLOB folders LIST_DIRECTORIES true RELATIVE ${ROOT}/engine ${ROOT}/engine/*)
foreach(folder IN LISTS folders)
    if(IS_DIRECTORY ${ROOT}/engine/${folder} AND NOT folder IN_LIST modules)
        complain("engine/${folder}" "not a module of the table")
    endif()
endforeach()

file(GLOB sources RELATIVE ${ROOT} ${ROOT}/engine/*/*.[ch]pp ${ROOT}/engine/*.[ch]pp
    ${ROOT}/tests/*/*.cpp ${ROOT}/tools/forlob/*.cpp ${ROOT}/bench/*.cpp)
foreach(source IN LISTS sources)
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(GET source FILENAME name)
    set(list ${folder}/CMakeLists.txt)
    if(NOT EXISTS ${ROOT}/${list})
        continue()
    endif()
    file(READ ${ROOT}/${list} text)
    string(REPLACE "." "[.]" pattern "${name}")
    if(NOT text MATCHES "[ \n(]${pattern}[ \n)]")
        complain("${source}" "not listed in ${list}")
    endif()
endforeach()

file(GLOB_RECURSE tests RELATIVE ${ROOT} ${ROOT}/tests/*.cpp)
foreach(source IN LISTS tests)
    file(READ ${ROOT}/${source} text)
    if(text MATCHES "TEST_CASE[A-Z_]*\\([ \n]*(\"[^\"]*\"[ \n]*)*\"[^\";]*;")
        complain("${source}" "a semicolon in the name of a test case makes CTest call it passed")
    endif()
endforeach()

get_property(mistakes GLOBAL PROPERTY mistakes)
if(mistakes GREATER 0)
    message(FATAL_ERROR "${mistakes} mistakes")
endif()
message("layers: every include is allowed")
