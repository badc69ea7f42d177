/* Telling a person what went wrong, on stderr.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/characters.h"

/* Prints a text that came from a file: what would steer a terminal becomes '?', a tab one
 * space. */
static void
print_safely(const char *text)
{
    for (const char *at = text; *at != '\0';) {
        suf_character character = suf_character_at(at);
        uint32_t code = character.code;
        if (code == '\t') {
            (void) fputc(' ', stderr);
        } else if (code < 0x20 || (code >= 0x7f && code < 0xa0) ||
                   (code >= 0x200e && code <= 0x200f) ||
                   (code >= 0x202a && code <= 0x202e) ||
                   (code >= 0x2066 && code <= 0x2069)) {
            (void) fputc('?', stderr);
        } else {
            (void) fwrite(at, 1, character.n_bytes, stderr);
        }
        at += character.n_bytes;
    }
}

/* The source line, and a caret below the column. */
static void
print_line(const char *line, uint32_t column)
{
    (void) fputs("    ", stderr);
    print_safely(line);
    (void) fputc('\n', stderr);
    if (column == 0 || column > suf_text_characters(line, strlen(line)) + 1) {
        return;
    }
    (void) fputs("    ", stderr);
    const char *at = line;
    for (uint32_t i = 1; i < column && *at != '\0'; i++) {
        suf_character character = suf_character_at(at);
        (void) fprintf(stderr, "%*s", character.columns, "");
        at += character.n_bytes;
    }
    (void) fputs("^\n", stderr);
}

/* `level` stands in front of the message: "", or "warning: ". */
static void
print_fault(const suf_fault *fault, const char *level)
{
    if (fault->file != NULL) {
        print_safely(fault->file);
        if (fault->line > 0) {
            (void) fprintf(stderr, ":%" PRIu32, fault->line);
        }
        if (fault->line > 0 && fault->column > 0) {
            (void) fprintf(stderr, ":%" PRIu32, fault->column);
        }
        (void) fputs(": ", stderr);
    }
    (void) fputs(level, stderr);
    if (fault->path != NULL) {
        print_safely(fault->path);
        (void) fputs(": ", stderr);
    }
    print_safely(fault->message);
    if (fault->n_more > 0) {
        (void) fprintf(stderr, " (and %zu more like it)", fault->n_more);
    }
    (void) fputc('\n', stderr);
    if (fault->source_line != NULL) {
        print_line(fault->source_line, fault->column);
    }
    if (fault->hint != NULL) {
        (void) fputs("    ", stderr);
        print_safely(fault->hint);
        (void) fputc('\n', stderr);
    }
}

void
suf_report_warnings(const suf_faults *warnings, const suf_faults *before)
{
    for (size_t i = 0; i < warnings->n; i++) {
        if (before == NULL || !suf_faults_have(before, &warnings->items[i])) {
            print_fault(&warnings->items[i], "warning: ");
        }
    }
    if (warnings->n_dropped > 0) {
        (void) fprintf(stderr, "and %zu more warnings\n", warnings->n_dropped);
    }
}

/* Bytes of address space in use, read without the heap; 0: not known. */
static uint64_t
memory_in_use(void)
{
    char text[64] = "";
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = file >= 0 ? read(file, text, sizeof text - 1) : -1;
    if (file >= 0) {
        (void) close(file);
    }
    long page = sysconf(_SC_PAGESIZE);
    return n > 0 && page > 0 ? strtoull(text, NULL, 10) * (uint64_t) page : 0;
}

/* That memory is out: at what, and how much there is of it. */
static void
print_memory(const suf_faults *faults)
{
    const double mib = 1 << 20;
    struct rlimit limit;
    double in_use = (double) memory_in_use() / mib;
    (void) fprintf(stderr, "suffice: out of memory%s%s",
        faults->task != NULL ? " while " : "", faults->task != NULL ? faults->task : "");
    if (in_use > 0) {
        (void) fprintf(stderr, ": %.1f MiB of address space are in use", in_use);
    }
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        (void) fprintf(
            stderr, ", of at most %.1f (ulimit -v)", (double) limit.rlim_cur / mib);
    }
    (void) fputc('\n', stderr);
}

int
suf_report(suf_status status, const suf_faults *faults)
{
    for (size_t i = 0; i < faults->n; i++) {
        print_fault(&faults->items[i], "");
    }
    size_t n_dropped = faults->n_dropped;
    if (faults->scarce[0] != '\0') {
        print_safely(faults->scarce);
        (void) fputc('\n', stderr);
        n_dropped--;
    }
    if (n_dropped > 0) {
        (void) fprintf(stderr, "and %zu more faults\n", n_dropped);
    }
    if (status == SUF_ERROR_MEMORY) {
        print_memory(faults);
    } else if (status != SUF_OK && faults->n == 0 && faults->n_dropped == 0) {
        (void) fprintf(stderr, "suffice: %s\n", suf_status_text(status));
    }
    switch ((int) status) {
    case SUF_OK:
        return SUF_EXIT_DONE;
    case SUF_ERROR_SCENARIO:
        return SUF_EXIT_SCENARIO;
    case SUF_ERROR_USAGE:
        return SUF_EXIT_USAGE;
    case SUF_ERROR_INTERRUPTED:
        return SUF_EXIT_STOPPED;
    default:
        return SUF_EXIT_FAILED;
    }
}

void
suf_warn_no_lock(const char *path, int error_number)
{
    (void) fputs("suffice: ", stderr);
    print_safely(path);
    (void) fprintf(stderr,
        ": cannot be locked here (%s): see to it that no other command writes this "
        "output\n",
        strerror(error_number));
}
