# Writes the version and the source revision, and touches the file only when they change.
# Naming the repository keeps git from finding one that merely contains this folder.
execute_process(COMMAND git --no-optional-locks --git-dir=${SOURCE}/.git --work-tree=${SOURCE}
        describe --always --dirty
    OUTPUT_VARIABLE revision OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
    set(revision "unknown")
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT [[
#include "base/version.hpp"

namespace forlob {

std::string_view version() { return "@VERSION@"; }
std::string_view revision() { return "@revision@"; }

}  // namespace forlob
]] @ONLY)
