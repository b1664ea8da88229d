# May this file include that one? The table of engine/README.md, as a test: run with
#   cmake -DROOT=<source folder> -P tests/layers.cmake
# Also: libraries that only one file may know, and names of test cases that CTest would tear apart.
cmake_minimum_required(VERSION 3.25)
set(base "")
set(random base)
set(input base)
set(model base random input)
set(outcomes base model)
set(simulate base random model outcomes)
set(exact base model outcomes)
set(economics base input model outcomes)
set(results base input outcomes economics)
set(report base input model outcomes economics results)
set(modules base random input model outcomes simulate exact economics results report)

# Libraries that only some files may know: headers => files below engine/.
set(exclusive
    "^(tbb|oneapi)/ => simulate/parallel[.]cpp"
    "^(H5|hdf5) => results/hdf5[a-z_]*[.](hpp|cpp)"
    "^yaml-cpp/ => input/yaml[.]cpp"
    "^muParser => input/expression[.]cpp"
    "^nlohmann/ => [a-z_/]*[.]cpp")

set(mistakes 0)
function(complain place message)
    message("${place}: ${message}")
    math(EXPR mistakes "${mistakes} + 1")
    set(mistakes ${mistakes} PARENT_SCOPE)
endfunction()

foreach(module IN LISTS modules)
    file(GLOB_RECURSE sources RELATIVE ${ROOT}
        ${ROOT}/engine/${module}/*.hpp ${ROOT}/engine/${module}/*.cpp)
    foreach(source IN LISTS sources)
        file(STRINGS ${ROOT}/${source} lines REGEX "^#include")
        foreach(line IN LISTS lines)
            if(NOT line MATCHES "^#include [\"<]([^\">]+)[\">]")
                continue()
            endif()
            set(included "${CMAKE_MATCH_1}")
            if(line MATCHES "^#include \"([a-z]+)/")
                set(target ${CMAKE_MATCH_1})
                if(NOT target STREQUAL module AND NOT target IN_LIST ${module})
                    complain("${source}" "${module} may not include ${included}")
                endif()
            elseif(line MATCHES "^#include \"")
                complain("${source}" "${included} is not named from the include root")
            endif()
            foreach(rule IN LISTS exclusive)
                string(REGEX REPLACE " => .*" "" pattern "${rule}")
                string(REGEX REPLACE ".* => " "" owner "${rule}")
                if(included MATCHES "${pattern}" AND NOT source MATCHES "^engine/${owner}$")
                    complain("${source}" "only engine/${owner} may include ${included}")
                endif()
            endforeach()
        endforeach()
    endforeach()
endforeach()

file(GLOB_RECURSE tests RELATIVE ${ROOT} ${ROOT}/tests/*.cpp)
foreach(source IN LISTS tests)
    file(READ ${ROOT}/${source} text)
    if(text MATCHES "TEST_CASE\\([^\n]*\"[^\"\n]*;[^\"\n]*\"")
        complain("${source}" "a ';' in the name of a test case makes CTest call it passed")
    endif()
endforeach()

if(mistakes GREATER 0)
    message(FATAL_ERROR "${mistakes} mistakes")
endif()
message("layers: every include is allowed")
