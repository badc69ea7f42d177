/* The very fact in which two runs differ that were to be one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "difference.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

/* In the order of suf_build_facts_texts. */
static const char *const facts[SUF_N_BUILD_FACTS] = {"version", "commit",
    "source code (its hash)", "compiler", "compiler flags", "GSL", "zlib", "C library",
    "HDF5", "mathematics, which the C library chooses by the processor,"};

/* Bytes of a line that are shown: not all of a long one, and no character by half. */
static int
shown_bytes(const char *line)
{
    enum { MOST = 70 };
    size_t n = strcspn(line, "\n");
    if (n > MOST) {
        n = MOST;
        while (n > 0 && ((unsigned char) line[n] & 0xc0U) == 0x80) {
            n--;
        }
    }
    return (int) n;
}

/* How far into two lines they are shown from: without blanks, a little before the first
 * character that differs. */
static size_t
shown_from(const char *found, const char *expected)
{
    enum { BEFORE = 30 };
    size_t from = 0;
    size_t same = 0;
    while (found[same] == expected[same] && found[same] != '\n' && found[same] != '\0') {
        same++;
    }
    while (from < same && found[from] == ' ') {
        from++;
    }
    from = same > from + BEFORE ? same - BEFORE : from;
    while (from < same && ((unsigned char) found[from] & 0xc0U) == 0x80) {
        from++;
    }
    return from;
}

/* Tells the first line in which two texts of a scenario differ. */
static void
tell_line(size_t scenario, const char *found, const char *expected,
    char text[SUF_DIFFERENCE_BYTES])
{
    int number = 1;
    while (true) {
        size_t n = strcspn(found, "\n");
        bool is_same = n == strcspn(expected, "\n") && memcmp(found, expected, n) == 0;
        if (!is_same || found[n] == '\0' || expected[n] == '\0') {
            break;
        }
        found += n + 1;
        expected += n + 1;
        number++;
    }
    size_t from = shown_from(found, expected);
    (void) snprintf(text, SUF_DIFFERENCE_BYTES,
        "its scenario %zu has '%.*s', not '%.*s', at line %d of the resolved text",
        scenario + 1, shown_bytes(found + from), found + from,
        shown_bytes(expected + from), expected + from, number);
}

void
suf_difference_tell(const suf_provenance *found, const suf_provenance *expected,
    char text[SUF_DIFFERENCE_BYTES])
{
    const char *here[SUF_N_BUILD_FACTS];
    const char *there[SUF_N_BUILD_FACTS];
    if (found->seed != expected->seed) {
        (void) snprintf(text, SUF_DIFFERENCE_BYTES,
            "its seed is %" PRIu64 ", not %" PRIu64, found->seed, expected->seed);
        return;
    }
    if (found->n_scenarios != expected->n_scenarios) {
        (void) snprintf(text, SUF_DIFFERENCE_BYTES, "its scenarios are %zu, not %zu",
            found->n_scenarios, expected->n_scenarios);
        return;
    }
    for (size_t i = 0; i < found->n_scenarios; i++) {
        if (strcmp(found->scenario_texts[i], expected->scenario_texts[i]) != 0) {
            tell_line(i, found->scenario_texts[i], expected->scenario_texts[i], text);
            return;
        }
    }
    suf_build_facts_texts(&found->build, here);
    suf_build_facts_texts(&expected->build, there);
    for (int i = 0; i < SUF_N_BUILD_FACTS; i++) {
        if (strcmp(here[i], there[i]) != 0) {
            (void) snprintf(text, SUF_DIFFERENCE_BYTES, "its %s is %.80s, not %.80s",
                facts[i], here[i], there[i]);
            return;
        }
    }
    (void) snprintf(text, SUF_DIFFERENCE_BYTES,
        "its fingerprint is %016" PRIx64 ", not %016" PRIx64, found->fingerprint,
        expected->fingerprint);
}

void
suf_difference_of_journal(const suf_journal_file *found, const suf_provenance *expected,
    char text[SUF_DIFFERENCE_BYTES])
{
    suf_provenance provenance = suf_journal_file_provenance(found);
    suf_difference_tell(&provenance, expected, text);
}

void
suf_difference_of_file(int file, const char *path, const suf_provenance *expected,
    char text[SUF_DIFFERENCE_BYTES])
{
    suf_faults ignored;
    suf_journal_file found = {.file = dup(file)};
    suf_faults_init(&ignored);
    if (found.file >= 0 && suf_text_copy(path, &found.path) == SUF_OK &&
        suf_journal_file_head(&found, &ignored) == SUF_OK) {
        suf_difference_of_journal(&found, expected, text);
    } else {
        (void) snprintf(text, SUF_DIFFERENCE_BYTES,
            "its head is of another version of the program, or damaged");
    }
    suf_journal_file_free(&found);
    suf_faults_free(&ignored);
}
