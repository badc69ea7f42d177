# Writes build_facts.h: version, commit, compiler and flags, as a results file tells them.
# SPDX-License-Identifier: GPL-3.0-or-later
execute_process(COMMAND git -C ${SOURCE_DIR} describe --always --dirty --abbrev=12
    OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET
    RESULT_VARIABLE FAILED)
if(FAILED OR COMMIT STREQUAL "")
    set(COMMIT "unknown")
endif()
set(TEXT "/* Made by the build: what this program was built from. */
#define SUF_BUILD_VERSION \"${VERSION}\"
#define SUF_BUILD_COMMIT \"${COMMIT}\"
#define SUF_BUILD_COMPILER \"${COMPILER}\"
#define SUF_BUILD_FLAGS \"${BUILD_TYPE} -ffp-contract=off sanitize=[${SANITIZE}]\"
")
if(EXISTS ${OUTPUT})
    file(READ ${OUTPUT} OLD)
endif()
if(NOT "${OLD}" STREQUAL "${TEXT}")
    file(WRITE ${OUTPUT} "${TEXT}")
endif()
