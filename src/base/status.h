/* The one list of things that can fail, symbol and text together.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A function that can fail returns suf_status. What a user did wrong, and which file an
 * operation failed on, is told in a suf_faults beside it (fault.h); the status says only
 * what kind of failure it was. */
#ifndef SUF_BASE_STATUS_H
#define SUF_BASE_STATUS_H

#define SUF_STATUS_LIST(X)                                                               \
    X(SUF_OK, "done")                                                                    \
    X(SUF_ERROR_MEMORY, "out of memory")                                                 \
    X(SUF_ERROR_OVERFLOW, "a size or count is too large to be represented")              \
    X(SUF_ERROR_SCENARIO, "the scenario has faults")                                     \
    X(SUF_ERROR_USAGE, "the command line is wrong")                                      \
    X(SUF_ERROR_OPEN, "a file cannot be opened")                                         \
    X(SUF_ERROR_READ, "a file cannot be read")                                           \
    X(SUF_ERROR_WRITE, "a file cannot be written")                                       \
    X(SUF_ERROR_EXISTS, "the output exists already")                                     \
    X(SUF_ERROR_LOCKED, "another run is writing this output")                            \
    X(SUF_ERROR_FORMAT, "not a file of the expected format")                             \
    X(SUF_ERROR_CORRUPT, "a file is damaged")                                            \
    X(SUF_ERROR_INCOMPLETE, "replications are missing")                                  \
    X(SUF_ERROR_HDF5, "the HDF5 library reported a failure")                             \
    X(SUF_ERROR_GSL, "the GSL library reported a failure")                               \
    X(SUF_ERROR_COMPRESS, "compression failed")                                          \
    X(SUF_ERROR_PARAMETER,                                                               \
        "a drawn value lies outside the range of what it is used for")                   \
    X(SUF_ERROR_POPULATION,                                                              \
        "the people more than treble within a year: births or newcomers that cannot be " \
        "meant")                                                                         \
    X(SUF_ERROR_LIMIT, "the model is larger than this program can hold")                 \
    X(SUF_ERROR_INTERRUPTED, "interrupted")

#define SUF_STATUS_SYMBOL(symbol, text) symbol,
typedef enum suf_status { SUF_STATUS_LIST(SUF_STATUS_SYMBOL) SUF_N_STATUS } suf_status;
#undef SUF_STATUS_SYMBOL

/* The result must be looked at. */
#define SUF_MUST_CHECK __attribute__((warn_unused_result))

/* Every status but SUF_OK is born here, so that a trace build names the line on stderr.
 */
#ifdef SUF_TRACE_ERRORS
#define SUF_RAISE(status) suf_status_trace((status), __FILE__, __LINE__)
#else
#define SUF_RAISE(status) (status)
#endif

/* Text of a status: static storage, never NULL. */
const char *suf_status_text(suf_status status);
/* Trace builds only: tells where a status was born; returns it. */
SUF_MUST_CHECK suf_status suf_status_trace(suf_status status, const char *file, int line);

/* A programmer's mistake at a module's door; stays in release builds. */
/* NOLINTNEXTLINE(readability-identifier-naming): reads as the statement it is */
#define suf_bug_unless(condition)                                                        \
    ((condition) ? (void) 0 : suf_bug(#condition, __FILE__, __LINE__))
/* Tells the condition and its place on stderr and aborts; call it through
 * suf_bug_unless. */
_Noreturn void suf_bug(const char *condition, const char *file, int line);

/* Leaves the function through its label `out` when a call fails. Needs `suf_status
 * status`. */
#define SUF_TRY(call)                                                                    \
    do {                                                                                 \
        status = (call);                                                                 \
        if (status != SUF_OK) {                                                          \
            goto out;                                                                    \
        }                                                                                \
    } while (0)

#endif
