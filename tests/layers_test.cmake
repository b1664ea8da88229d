# Does layers.cmake see what it should? Run with
#   cmake -DFOLDER=<scratch folder> -P tests/layers_test.cmake
# Writes a small tree with one mistake of each kind, and expects exactly these complaints.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${FOLDER})

file(WRITE ${FOLDER}/engine/base/good.hpp "#include <vector>\n")
file(WRITE ${FOLDER}/engine/base/good.cpp
    "#include \"base/good.hpp\"\n\n#include <fmt/format.h>\n#include <unistd.h>\n")
file(WRITE ${FOLDER}/engine/base/CMakeLists.txt "target_sources(x PRIVATE\n    good.cpp good.hpp\n)\n")
file(WRITE ${FOLDER}/engine/simulate/good.cpp "#include \"model/model.hpp\"\n")
file(WRITE ${FOLDER}/engine/model/model.hpp "#include \"base/good.hpp\"\n")
file(WRITE ${FOLDER}/engine/run.cpp "#include \"simulate/up.hpp\"\n")
file(WRITE ${FOLDER}/tests/base/good_test.cpp "TEST_CASE(\"a (good), name\") { int x; }\n")

file(WRITE ${FOLDER}/engine/model/up.cpp "// first line\n#include \"simulate/up.hpp\"\n")
file(WRITE ${FOLDER}/engine/simulate/up.hpp "#include <oneapi/tbb/task_arena.h>\n")
file(WRITE ${FOLDER}/engine/simulate/parallel.cpp "#include <oneapi/tbb/task_arena.h>\n")
file(WRITE ${FOLDER}/engine/results/file.cpp "#include <H5Cpp.h>\n")
file(WRITE ${FOLDER}/engine/results/hdf5.cpp "  #  include <H5Cpp.h>\n")
file(WRITE ${FOLDER}/engine/report/json.hpp "#include <nlohmann/json.hpp>\n")
file(WRITE ${FOLDER}/engine/input/near.cpp "#include \"near.hpp\"\n")
file(WRITE ${FOLDER}/engine/extra/file.cpp "")
file(WRITE ${FOLDER}/engine/base/forgotten.cpp "")
file(WRITE ${FOLDER}/tests/base/bad_test.cpp "TEST_CASE(\n    \"two \"\n    \"parts; one name\") {}\n")

execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${FOLDER}
    -P ${CMAKE_CURRENT_LIST_DIR}/layers.cmake ERROR_VARIABLE said RESULT_VARIABLE status)
if(status EQUAL 0)
    message(FATAL_ERROR "layers.cmake accepts a tree with mistakes")
endif()
set(expected
    "engine/model/up.cpp:2: model may not include \"simulate/up.hpp\""
    "engine/simulate/up.hpp:1: only simulate/parallel.cpp may include <oneapi/tbb/task_arena.h>"
    "engine/results/file.cpp:1: only results/hdf5[a-z_]*.(hpp|cpp) may include <H5Cpp.h>"
    "engine/report/json.hpp:1: only .*.cpp|results/hdf5[a-z_]*.hpp may include <nlohmann/json.hpp>"
    "engine/input/near.cpp:1: there is no near.hpp below engine/"
    "engine/extra: not a module of the table"
    "engine/base/forgotten.cpp: not listed in engine/base/CMakeLists.txt"
    "tests/base/bad_test.cpp: a semicolon in the name of a test case makes CTest call it passed"
    " 8 mistakes")
foreach(complaint IN LISTS expected)
    string(FIND "${said}" "${complaint}\n" place)
    if(place EQUAL -1)
        message(FATAL_ERROR "layers.cmake does not say\n  ${complaint}\nbut\n${said}")
    endif()
endforeach()
