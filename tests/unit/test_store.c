/* The journal and the results file: round trip, resuming, torn ends, and memory that runs
 * out. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Linked so that calloc and realloc of our own code, and write, sync and rename, come
 * here first: each of them fails once in turn. Leaks are left to the address sanitizer.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "output/journal.h"
#include "output/results.h"
#include "output/results_read.h"

/* The linker's names (ld --wrap), and a count that calloc has no argument for.
 * NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming,
 * cppcoreguidelines-avoid-non-const-global-variables) */
void *__real_calloc(size_t n, size_t bytes);
void *__wrap_calloc(size_t n, size_t bytes);
void *__real_realloc(void *old, size_t bytes);
void *__wrap_realloc(void *old, size_t bytes);
ssize_t __real_pwrite(int file, const void *bytes, size_t n, off_t at);
ssize_t __wrap_pwrite(int file, const void *bytes, size_t n, off_t at);
int __real_fdatasync(int file);
int __wrap_fdatasync(int file);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);

static int n_left = -1; /* calls that still succeed; below 0: all do */

static int
is_to_fail(void)
{
    return n_left >= 0 && n_left-- == 0;
}

void *
__wrap_calloc(size_t n, size_t bytes)
{
    return is_to_fail() ? NULL : __real_calloc(n, bytes);
}

void *
__wrap_realloc(void *old, size_t bytes)
{
    return is_to_fail() ? NULL : __real_realloc(old, bytes);
}

ssize_t
__wrap_pwrite(int file, const void *bytes, size_t n, off_t at)
{
    if (is_to_fail()) {
        errno = ENOSPC;
        return -1;
    }
    return __real_pwrite(file, bytes, n, at);
}

int
__wrap_fdatasync(int file)
{
    if (is_to_fail()) {
        errno = EIO;
        return -1;
    }
    return __real_fdatasync(file);
}

int
__wrap_rename(const char *from, const char *to)
{
    if (is_to_fail()) {
        errno = EACCES;
        return -1;
    }
    return __real_rename(from, to);
}
/* NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming,
 * cppcoreguidelines-avoid-non-const-global-variables) */

#define OUTPUT  "test_store.h5"
#define JOURNAL OUTPUT ".journal"
enum { N_REPLICATIONS = 3 };

/* A layout of two scenarios, two districts, one service and one assumption. */
static void
make_layout(suf_layout *layout)
{
    static const char *const names[] = {"one", "two"};
    *layout = (suf_layout){.start_day = 18628,
        .end_day = 18628 + 31 + 28,
        .first_year = 2021,
        .n_years = 1,
        .n_months = 2,
        .n_scenarios = 2,
        .n_districts = 2,
        .n_services = 1,
        .n_assumptions = 1};
    assert_int_equal(
        suf_array_new(2, sizeof(int32_t), &layout->month_start_days), SUF_OK);
    layout->month_start_days[1] = 31;
    suf_label **labels[] = {&layout->scenarios, &layout->districts, &layout->services};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(suf_array_new(2, sizeof(suf_label), labels[i]), SUF_OK);
        for (int j = 0; j < (i == 2 ? 1 : 2); j++) {
            suf_label *label = &(*labels[i])[j];
            assert_int_equal(suf_text_copy(names[j], &label->name), SUF_OK);
            assert_int_equal(suf_text_copy("Title", &label->title), SUF_OK);
            assert_int_equal(suf_text_copy("标题", &label->title_zh), SUF_OK);
        }
    }
    assert_int_equal(
        suf_array_new(1, sizeof(suf_assumption_label), &layout->assumptions), SUF_OK);
    suf_assumption_label *label = layout->assumptions;
    assert_int_equal(suf_text_copy("births", &label->name), SUF_OK);
    assert_int_equal(suf_text_copy("", &label->title), SUF_OK);
    assert_int_equal(suf_text_copy("times", &label->unit), SUF_OK);
    assert_int_equal(suf_text_copy("test", &label->source), SUF_OK);
    label->confidence[0] = 'C';
    assert_int_equal(suf_layout_seal(layout), SUF_OK);
}

/* A value that tells where it belongs. */
static double
value_of(uint32_t scenario, uint32_t replication, size_t at)
{
    return 1000 * scenario + 100 * replication + (double) at + 0.25;
}

typedef struct store {
    suf_layout layout;
    suf_provenance provenance;
    const char *texts[2];
    suf_faults faults;
} store;

static void
store_init(store *self)
{
    make_layout(&self->layout);
    self->texts[0] = "name: one\n";
    self->texts[1] = "name: two\n";
    suf_provenance_init(&self->provenance, 5, self->texts, 2);
    suf_faults_init(&self->faults);
}

static void
store_free(store *self)
{
    suf_layout_free(&self->layout);
    suf_faults_free(&self->faults);
}

static suf_status
put(suf_journal *journal, const suf_layout *layout, uint32_t scenario,
    uint32_t replication)
{
    suf_metrics metrics;
    suf_status status = suf_metrics_init(&metrics, layout);
    if (status == SUF_OK) {
        for (size_t i = 0; i < layout->offsets[SUF_N_VARIABLES]; i++) {
            metrics.values[i] = value_of(scenario, replication, i);
        }
        metrics.n_events = 7;
        status = suf_journal_pack(journal, 0, scenario, replication, &metrics);
    }
    suf_metrics_free(&metrics);
    return status == SUF_OK ? suf_journal_put(journal, 0) : status;
}

/* Writes what is not there yet, up to n records; then the results when all are there. */
static suf_status
write_store(store *self, int n)
{
    suf_journal journal;
    suf_journal_options options = {.output_path = OUTPUT,
        .layout = &self->layout,
        .provenance = &self->provenance,
        .n_replications = N_REPLICATIONS,
        .n_workers = 1};
    suf_status status = suf_journal_open(&journal, &options, &self->faults);
    if (status != SUF_OK) {
        return status;
    }
    for (uint32_t i = 0; status == SUF_OK && i < 2 * N_REPLICATIONS && n > 0; i++) {
        /* Not in the order of the file. */
        uint32_t scenario = i % 2;
        uint32_t replication = N_REPLICATIONS - 1 - i / 2;
        if (!suf_journal_has(&journal, scenario, replication)) {
            status = put(&journal, &self->layout, scenario, replication);
            n--;
        }
    }
    if (status == SUF_OK) {
        status = suf_journal_sync(&journal);
    }
    if (status == SUF_OK && journal.n_stored == 2 * N_REPLICATIONS) {
        status = suf_results_write(&journal, &self->faults);
    }
    suf_journal_close(&journal);
    return status;
}

static void
remove_files(void)
{
    (void) unlink(OUTPUT);
    (void) unlink(JOURNAL);
    (void) unlink(OUTPUT ".part");
}

static void
assert_results_are_whole(void)
{
    suf_results results;
    suf_faults faults;
    suf_faults_init(&faults);
    assert_int_equal(suf_results_open(&results, OUTPUT, &faults), SUF_OK);
    assert_int_equal(results.n_replications, N_REPLICATIONS);
    assert_int_equal(results.seed, 5);
    assert_string_equal(results.layout.districts[1].name, "two");
    assert_string_equal(results.layout.services[0].title_zh, "标题");
    assert_string_equal(results.layout.assumptions[0].unit, "times");
    double *values = calloc(results.layout.offsets[SUF_N_VARIABLES], sizeof *values);
    assert_non_null(values);
    for (uint32_t s = 0; s < 2; s++) {
        for (uint32_t r = 0; r < N_REPLICATIONS; r++) {
            for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
                size_t offset = results.layout.offsets[v];
                assert_int_equal(suf_results_read(&results, (suf_variable) v, s, r,
                                     values + offset, &faults),
                    SUF_OK);
            }
            for (size_t i = 0; i < results.layout.offsets[SUF_N_VARIABLES]; i++) {
                assert_true(values[i] == value_of(s, r, i));
            }
        }
    }
    free(values);
    suf_results_close(&results);
    suf_faults_free(&faults);
}

static void
what_is_put_comes_back_from_the_results_file(void **state)
{
    (void) state;
    store self;
    store_init(&self);
    remove_files();
    assert_int_equal(write_store(&self, 100), SUF_OK);
    assert_results_are_whole();
    assert_int_equal(access(JOURNAL, F_OK), -1);
    /* A second run on the same output is refused. */
    assert_int_equal(write_store(&self, 100), SUF_ERROR_EXISTS);
    store_free(&self);
    remove_files();
}

static void
a_journal_is_gone_on_with_and_a_torn_end_is_dropped(void **state)
{
    (void) state;
    store self;
    store_init(&self);
    remove_files();
    for (long cut = 0; cut < 40; cut += 13) {
        assert_int_equal(write_store(&self, 3), SUF_OK);
        assert_int_equal(access(OUTPUT, F_OK), -1);
        FILE *file = fopen(JOURNAL, "r+b");
        assert_non_null(file);
        assert_int_equal(fseek(file, 0, SEEK_END), 0);
        long size = ftell(file);
        assert_int_equal(ftruncate(fileno(file), size - cut), 0);
        assert_int_equal(fclose(file), 0);
        assert_int_equal(write_store(&self, 100), SUF_OK);
        assert_results_are_whole();
        remove_files();
    }
    store_free(&self);
}

static void
every_allocation_and_write_that_fails_is_told_and_loses_nothing(void **state)
{
    (void) state;
    store self;
    store_init(&self);
    remove_files();
    int n_failed = 0;
    for (int k = 0;; k++) {
        n_left = k;
        suf_status status = write_store(&self, 100);
        bool is_past_the_end = n_left >= 0;
        n_left = -1;
        if (status == SUF_OK) {
            assert_results_are_whole();
        } else {
            n_failed++;
            assert_int_equal(access(OUTPUT, F_OK), -1);
            /* The same again goes on from what is there. */
            assert_int_equal(write_store(&self, 100), SUF_OK);
            assert_results_are_whole();
        }
        remove_files();
        suf_faults_free(&self.faults);
        if (is_past_the_end) {
            break;
        }
    }
    assert_true(n_failed > 30);
    store_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_comes_back_from_the_results_file),
        cmocka_unit_test(a_journal_is_gone_on_with_and_a_torn_end_is_dropped),
        cmocka_unit_test(every_allocation_and_write_that_fails_is_told_and_loses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
