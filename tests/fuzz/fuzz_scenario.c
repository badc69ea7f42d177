/* Fuzz target: any bytes as a scenario, as a table, as a value of the command line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte says what the rest is: 'T' and a letter, one of the tables below; 'S', a
 * value set upon a good scenario; anything else (and itself) a scenario. Reading must
 * end, with content or with a fault, never both and never neither. */
/* memfd_create: files in memory. NOLINTNEXTLINE(bugprone-reserved-identifier) */
#define _GNU_SOURCE
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <gsl/gsl_errno.h>

#include "scenario/scenario_read.h"
#include "scenario/write/written_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { N_TABLES = 19 };

static const char good[] =
    "format: 1\nname: a\nstart: 2021-01-01\nend: 2022-01-01\n"
    "districts: {one: {}, two: {}}\n"
    "services: {q: {kind: stay, arrivals: {one: {rate: 1 per day}}, "
    "stay: {fixed: {value: 1 day}}, places: {one: 1}}}\n";

/* Where a table goes. */
static const char *const tables[N_TABLES] = {"districts", "travel", "population.start",
    "population.fertility", "population.mortality", "population.migration",
    "population.migration_age", "places", "projects", "services.q.balk_by_present",
    "services.q.arrivals.one.table", "services.q.stay.empirical",
    "services.q.requests.by_age", "zones", "units", "stock", "targets",
    "services.q.initial.rolls", "services.q.visit.by_hour"};

/* A file in memory with these bytes; its path goes to `path`. */
static int
make_file(const void *bytes, size_t n, char path[64])
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    if (file < 0 || write(file, bytes, n) != (ssize_t) n) {
        perror("memfd");
        abort();
    }
    (void) snprintf(path, 64, "/proc/self/fd/%d", file);
    return file;
}

static void
read_one(const char *path, const char *const *sets, size_t n_sets)
{
    suf_scenario scenario;
    suf_faults faults;
    suf_faults_init(&faults);
    suf_status status = suf_scenario_read(&scenario, path, sets, n_sets, &faults);
    if (status == SUF_OK) {
        char *text = NULL;
        if (faults.n > 0 || scenario.resolved == NULL ||
            suf_show(&scenario, &text) != SUF_OK) {
            abort();
        }
        free(text);
    } else if (status == SUF_ERROR_SCENARIO && faults.n + faults.n_dropped == 0) {
        abort();
    }
    suf_scenario_free(&scenario);
    suf_faults_free(&faults);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    (void) gsl_set_error_handler_off(); /* as the program does */
    char scenario[64];
    char table[64];
    char kind = n > 0 ? (char) bytes[0] : '\0';
    if (kind == 'T' && n > 1) {
        int table_file = make_file(bytes + 2, n - 2, table);
        int file = make_file(good, sizeof good - 1, scenario);
        char text[128];
        (void) snprintf(text, sizeof text, "%s=%s", tables[bytes[1] % N_TABLES], table);
        const char *const sets[] = {text};
        read_one(scenario, sets, 1);
        (void) close(table_file);
        (void) close(file);
    } else if (kind == 'S') {
        int file = make_file(good, sizeof good - 1, scenario);
        char *set = malloc(n);
        if (set == NULL) {
            abort();
        }
        memcpy(set, bytes + 1, n - 1);
        set[n - 1] = '\0';
        const char *const sets[] = {set};
        read_one(scenario, sets, 1);
        free(set);
        (void) close(file);
    } else {
        int file = make_file(bytes, n, scenario);
        read_one(scenario, NULL, 0);
        (void) close(file);
    }
    return 0;
}
