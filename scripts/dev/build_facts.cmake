# Writes build_facts.h: version, commit, sources, compiler and flags, as a run records them.
# SPDX-License-Identifier: GPL-3.0-or-later
# COMMIT is given where the sources are a copy without their history, as for the wheel.
if("${COMMIT}" STREQUAL "")
    execute_process(COMMAND git -C ${SOURCE_DIR} describe --always --dirty --abbrev=12
        OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET
        RESULT_VARIABLE FAILED)
    if(FAILED OR COMMIT STREQUAL "")
        set(COMMIT "unknown")
    endif()
endif()

# A commit does not name what was changed since, nor files that git does not know: this does.
file(GLOB_RECURSE FILES RELATIVE ${SOURCE_DIR}
    ${SOURCE_DIR}/src/*.c ${SOURCE_DIR}/src/*.h ${SOURCE_DIR}/src/CMakeLists.txt)
list(SORT FILES)
foreach(FILE ${FILES})
    file(SHA256 ${SOURCE_DIR}/${FILE} HASH)
    string(APPEND CONTENTS "${FILE} ${HASH}\n")
endforeach()
string(SHA256 SOURCES "${CONTENTS}")
string(SUBSTRING ${SOURCES} 0 16 SOURCES)

string(REGEX REPLACE " +" " " FLAGS "${FLAGS}")
string(STRIP "${FLAGS}" FLAGS)
string(REPLACE "\\" "\\\\" FLAGS "${FLAGS}")
string(REPLACE "\"" "\\\"" FLAGS "${FLAGS}")
set(TEXT "/* Made by the build: what this program was built from. */
#define SUF_BUILD_VERSION \"${VERSION}\"
#define SUF_BUILD_COMMIT \"${COMMIT}\"
#define SUF_BUILD_SOURCES \"${SOURCES}\"
#define SUF_BUILD_COMPILER \"${COMPILER}\"
#define SUF_BUILD_FLAGS \"${FLAGS}\"
")
if(EXISTS ${OUTPUT})
    file(READ ${OUTPUT} OLD)
endif()
if(NOT "${OLD}" STREQUAL "${TEXT}")
    file(WRITE ${OUTPUT} "${TEXT}")
endif()
