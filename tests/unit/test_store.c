/* The journal and the results file: round trip, resuming, torn ends, and memory that runs
 * out. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Linked so that calloc and realloc of our own code, the calls of HDF5 that write and
 * close, and the system's calls for files come here first: each of them fails once in
 * turn. Leaks of memory are left to the address sanitizer; handles are counted here. The
 * files lie in memory (/dev/shm) where the system has that.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <hdf5.h>
#include <hdf5_hl.h>

#include "base/memory.h"
#include "base/text.h"
#include "output/results.h"
#include "output/store.h"
#include "output/this_build.h"

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
ssize_t __real_pread(int file, void *bytes, size_t n, off_t at);
ssize_t __wrap_pread(int file, void *bytes, size_t n, off_t at);
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, mode_t mode);
int __real_ftruncate(int file, off_t n);
int __wrap_ftruncate(int file, off_t n);
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __real_H5Idec_ref(hid_t id);
int __wrap_H5Idec_ref(hid_t id);
herr_t __real_H5Fclose(hid_t id);
herr_t __wrap_H5Fclose(hid_t id);

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

ssize_t
__wrap_pread(int file, void *bytes, size_t n, off_t at)
{
    if (is_to_fail()) {
        errno = EIO;
        return -1;
    }
    return __real_pread(file, bytes, n, at);
}

int
__wrap_open(const char *path, int flags, mode_t mode)
{
    if (is_to_fail()) {
        errno = EMFILE;
        return -1;
    }
    return __real_open(path, flags, mode);
}

int
__wrap_ftruncate(int file, off_t n)
{
    if (is_to_fail()) {
        errno = EIO;
        return -1;
    }
    return __real_ftruncate(file, n);
}

int
__wrap_unlink(const char *path)
{
    if (is_to_fail()) {
        errno = EACCES;
        return -1;
    }
    return __real_unlink(path);
}

/* What fails to close is closed all the same. */
int
__wrap_H5Idec_ref(hid_t id)
{
    int n = __real_H5Idec_ref(id);
    return is_to_fail() ? -1 : n;
}

herr_t
__wrap_H5Fclose(hid_t id)
{
    herr_t closed = __real_H5Fclose(id);
    return is_to_fail() ? -1 : closed;
}

/* Calls of HDF5 that return a negative number when they fail. */
#define FAILING(result, name, parameters, arguments)                                     \
    result __real_##name parameters;                                                     \
    result __wrap_##name parameters;                                                     \
    result __wrap_##name parameters                                                      \
    {                                                                                    \
        return is_to_fail() ? -1 : __real_##name arguments;                              \
    }

FAILING(hid_t, H5Fcreate, (const char *path, unsigned flags, hid_t a, hid_t b),
    (path, flags, a, b))
FAILING(hid_t, H5Pcreate, (hid_t class), (class))
FAILING(hid_t, H5Screate_simple, (int rank, const hsize_t n[], const hsize_t most[]),
    (rank, n, most))
FAILING(hid_t, H5Acreate2,
    (hid_t object, const char *name, hid_t type, hid_t space, hid_t a, hid_t b),
    (object, name, type, space, a, b))
FAILING(herr_t, H5Awrite, (hid_t object, hid_t type, const void *value),
    (object, type, value))
FAILING(hid_t, H5Gcreate2, (hid_t at, const char *name, hid_t a, hid_t b, hid_t c),
    (at, name, a, b, c))
FAILING(hid_t, H5Dcreate2,
    (hid_t at, const char *name, hid_t type, hid_t space, hid_t a, hid_t b, hid_t c),
    (at, name, type, space, a, b, c))
FAILING(herr_t, H5Dwrite,
    (hid_t to, hid_t type, hid_t a, hid_t b, hid_t c, const void *values),
    (to, type, a, b, c, values))
FAILING(herr_t, H5Dwrite_chunk,
    (hid_t to, hid_t a, uint32_t filters, const hsize_t *at, size_t n, const void *chunk),
    (to, a, filters, at, n, chunk))
FAILING(herr_t, H5DSset_scale, (hid_t dataset, const char *name), (dataset, name))
FAILING(herr_t, H5DSattach_scale, (hid_t to, hid_t scale, unsigned i), (to, scale, i))
FAILING(herr_t, H5Fflush, (hid_t object, H5F_scope_t scope), (object, scope))
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
    assert_int_equal(suf_text_copy("C", &label->confidence), SUF_OK);
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
    suf_build_facts build;
    suf_build_facts_get(&build);
    suf_provenance_init(&self->provenance, &build, 5, self->texts, 2);
    suf_faults_init(&self->faults);
}

static void
store_free(store *self)
{
    suf_layout_free(&self->layout);
    suf_faults_free(&self->faults);
}

static suf_status
put(suf_store *to, const suf_layout *layout, uint32_t scenario, uint32_t replication)
{
    suf_metrics metrics;
    suf_status status = suf_metrics_init(&metrics, layout);
    if (status == SUF_OK) {
        for (size_t i = 0; i < layout->offsets[SUF_N_VARIABLES]; i++) {
            metrics.values[i] = value_of(scenario, replication, i);
        }
        metrics.n_events = 7;
        status = suf_store_pack(to, 0, scenario, replication, &metrics);
    }
    suf_metrics_free(&metrics);
    return status == SUF_OK ? suf_store_put(to, 0) : status;
}

/* Writes what is not there yet of the shard's replications, up to n records; then, when
 * it is the only shard and nothing is missing, the results. */
static suf_status
write_shard(store *self, suf_goal goal, int n, bool repair)
{
    suf_store to;
    suf_store_options options = {.output = OUTPUT,
        .layout = &self->layout,
        .provenance = &self->provenance,
        .goal = goal,
        .n_workers = 1,
        .repair = repair};
    suf_status status = suf_store_open(&to, &options, &self->faults);
    if (status != SUF_OK) {
        return status;
    }
    bool is_whole = true;
    for (uint32_t i = 0; status == SUF_OK && i < 2 * goal.n_replications; i++) {
        /* Not in the order of the file. */
        uint32_t scenario = i % 2;
        uint32_t replication = goal.n_replications - 1 - i / 2;
        if (replication % goal.n_shards == goal.shard - 1 &&
            !suf_store_has(&to, scenario, replication)) {
            is_whole = is_whole && n > 0;
            status = n-- > 0 ? put(&to, &self->layout, scenario, replication) : SUF_OK;
        }
    }
    if (status == SUF_OK) {
        status = suf_store_sync(&to);
    }
    if (status == SUF_OK && is_whole && goal.n_shards == 1) {
        int32_t all[64];
        for (int32_t r = 0; r < 64; r++) {
            all[r] = r;
        }
        status = suf_results_write(
            &to, OUTPUT, all, goal.n_replications, NULL, NULL, &self->faults);
        if (status == SUF_OK) {
            (void) suf_store_remove_journal(&to, all, goal.n_replications);
        }
    }
    suf_store_close(&to);
    return status;
}

static suf_status
write_store(store *self, int n)
{
    return write_shard(self, (suf_goal){N_REPLICATIONS, 1, 1, false}, n, false);
}

static void
remove_files(void)
{
    (void) unlink(OUTPUT);
    (void) unlink(JOURNAL);
    (void) unlink(OUTPUT ".part");
}

static void
assert_results_hold(uint32_t n)
{
    suf_results results;
    suf_faults faults;
    suf_faults_init(&faults);
    assert_int_equal(suf_results_open(&results, OUTPUT, &faults), SUF_OK);
    assert_int_equal(results.n_replications, n);
    assert_int_equal(results.seed, 5);
    assert_string_equal(results.layout.districts[1].name, "two");
    assert_string_equal(results.layout.services[0].title_zh, "标题");
    assert_string_equal(results.layout.assumptions[0].unit, "times");
    double *values = calloc(results.layout.offsets[SUF_N_VARIABLES], sizeof *values);
    assert_non_null(values);
    for (uint32_t s = 0; s < 2; s++) {
        for (uint32_t r = 0; r < n; r++) {
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
assert_results_are_whole(void)
{
    assert_results_hold(N_REPLICATIONS);
}

/* Turns the bits of one byte of a file. */
static void
damage(const char *path, long at)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    int byte = fgetc(file);
    assert_true(byte != EOF);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_true(fputc(byte ^ 0xff, file) != EOF);
    assert_int_equal(fclose(file), 0);
}

static long
size_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_int_equal(fclose(file), 0);
    return size;
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
    /* Results of another run are not gone on from. */
    self.provenance.fingerprint++;
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
a_byte_wrong_anywhere_is_refused_or_costs_one_record(void **state)
{
    (void) state;
    store self;
    store_init(&self);
    remove_files();
    assert_int_equal(write_store(&self, 5), SUF_OK);
    long size = size_of(JOURNAL);
    int n_refused = 0;
    for (long at = 0; at < size; at += size / 97 + 1) {
        remove_files();
        assert_int_equal(write_store(&self, 5), SUF_OK);
        damage(JOURNAL, at);
        suf_status status = write_store(&self, 100);
        if (status != SUF_OK) {
            /* Nothing was touched; told to go on, it does without what is lost. */
            n_refused++;
            assert_true(self.faults.n > 0);
            assert_int_equal(access(OUTPUT, F_OK), -1);
            assert_int_equal(size_of(JOURNAL), size);
            assert_true(status == SUF_ERROR_CORRUPT || status == SUF_ERROR_EXISTS);
            if (status == SUF_ERROR_CORRUPT) {
                assert_int_equal(write_shard(&self,
                                     (suf_goal){N_REPLICATIONS, 1, 1, false}, 100, true),
                    SUF_OK);
                assert_results_are_whole();
            }
        } else {
            assert_results_are_whole();
        }
        suf_faults_free(&self.faults);
    }
    assert_true(n_refused > 50);
    store_free(&self);
    remove_files();
}

static void
results_are_extended_with_what_is_missing(void **state)
{
    (void) state;
    store self;
    store_init(&self);
    remove_files();
    assert_int_equal(write_store(&self, 100), SUF_OK);
    /* Stopped half way, gone on with; the first ones are not put again. */
    assert_int_equal(write_shard(&self, (suf_goal){7, 1, 1, false}, 3, false), SUF_OK);
    assert_results_are_whole();
    assert_int_equal(write_shard(&self, (suf_goal){7, 1, 1, false}, 5, false), SUF_OK);
    assert_results_hold(7);
    assert_int_equal(access(JOURNAL, F_OK), -1);
    store_free(&self);
    remove_files();
}

/* Joins the journals of three shards, the last one first. */
static suf_status
merge(store *self, bool is_twice)
{
    static const char *const names[] = {
        "test_store.3of3.journal", "test_store.1of3.journal", "test_store.2of3.journal"};
    suf_journal_file *files = NULL;
    suf_store to;
    uint32_t n = is_twice ? 4 : 3;
    suf_status status = suf_array_new(n, sizeof *files, &files);
    for (uint32_t i = 0; status == SUF_OK && i < n; i++) {
        files[i] = (suf_journal_file){.file = open(names[i % 3], O_RDONLY)};
        assert_true(files[i].file >= 0);
        status = suf_text_copy(names[i % 3], &files[i].path);
        if (status == SUF_OK) {
            status = suf_journal_file_head(&files[i], &self->faults);
        }
    }
    assert_int_equal(status, SUF_OK);
    SUF_TRY(suf_store_gather(
        &to, &self->layout, &self->provenance, files, n, NULL, &self->faults));
    int32_t all[] = {0, 1, 2, 3, 4, 5, 6, 7};
    assert_int_equal(to.index.n_stored, 16);
    status = suf_results_write(&to, OUTPUT, all, 8, NULL, NULL, &self->faults);
    suf_store_close(&to);
out:
    return status;
}

static void
shards_are_merged_and_what_contradicts_itself_is_refused(void **state)
{
    (void) state;
    store self;
    store_init(&self);
    remove_files();
    for (uint32_t k = 1; k <= 3; k++) {
        assert_int_equal(
            write_shard(&self, (suf_goal){8, k, 3, false}, 100, false), SUF_OK);
    }
    assert_int_equal(merge(&self, false), SUF_OK);
    assert_results_hold(8);
    assert_int_equal(merge(&self, true), SUF_OK);
    self.provenance.fingerprint++;
    assert_int_equal(merge(&self, false), SUF_ERROR_FORMAT);
    self.provenance.fingerprint--;
    /* A journal that has lost a record in its middle is not joined as if it were whole.
     */
    damage("test_store.1of3.journal", size_of("test_store.1of3.journal") / 2);
    assert_int_equal(unlink(OUTPUT), 0);
    suf_status status = merge(&self, false);
    assert_int_equal(status, SUF_ERROR_CORRUPT);
    assert_int_equal(access(OUTPUT, F_OK), -1);
    for (int k = 1; k <= 3; k++) {
        char name[40];
        (void) snprintf(name, sizeof name, "test_store.%dof3.journal", k);
        assert_int_equal(unlink(name), 0);
    }
    store_free(&self);
    remove_files();
}

/* Descriptors that are open, and handles of HDF5: files and what is in them, spaces and
 * lists of properties. */
static void
count_handles(long counts[4])
{
    DIR *folder = opendir("/proc/self/fd");
    assert_non_null(folder);
    counts[0] = 0;
    while (readdir(folder) != NULL) {
        counts[0]++;
    }
    (void) closedir(folder);
    hsize_t n = 0;
    counts[1] = (long) H5Fget_obj_count((hid_t) H5F_OBJ_ALL, H5F_OBJ_ALL);
    (void) H5Inmembers(H5I_DATASPACE, &n);
    counts[2] = (long) n;
    (void) H5Inmembers(H5I_GENPROP_LST, &n);
    counts[3] = (long) n;
}

/* Whole records of the journal that is there. */
static size_t
records_of_journal(void)
{
    suf_faults faults;
    suf_faults_init(&faults);
    suf_journal_file file = {.file = open(JOURNAL, O_RDONLY)};
    size_t n = 0;
    if (file.file >= 0 && suf_text_copy(JOURNAL, &file.path) == SUF_OK &&
        suf_journal_file_head(&file, &faults) == SUF_OK &&
        suf_journal_file_scan(&file, true, &faults) == SUF_OK) {
        n = file.n_entries;
    }
    suf_journal_file_free(&file);
    suf_faults_free(&faults);
    return n;
}

/* The calls of HDF5 come again for every variable: where it is slow, a part of those
 * behind the first ones meets each. */
#ifdef __SANITIZE_ADDRESS__
enum { N_FIRST = 250, STEP = 23 };
#else
enum { N_FIRST = INT_MAX, STEP = 23 };
#endif

/* The whole of a file; *bytes is the caller's. */
static unsigned char *
contents(const char *path, size_t *n)
{
    *n = (size_t) size_of(path);
    unsigned char *bytes = malloc(*n + 1);
    FILE *file = fopen(path, "rb");
    assert_non_null(bytes);
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, *n, file), *n);
    assert_int_equal(fclose(file), 0);
    return bytes;
}

static void
assert_contents(const char *path, const unsigned char *bytes, size_t n)
{
    size_t got = 0;
    unsigned char *found = contents(path, &got);
    assert_int_equal(got, n);
    assert_memory_equal(found, bytes, n);
    free(found);
}

/* Begins with a journal that holds the first n records, and lets each call fail once, up
 * to the most-th; returns how often the store told so. */
static int
fail_every_call(int n_before, int most)
{
    store self;
    long before[4];
    long after[4];
    size_t size = 0;
    int n_failed = 0;
    bool is_past_the_end = false;
    store_init(&self);
    remove_files();
    assert_int_equal(write_store(&self, 100), SUF_OK); /* HDF5 has begun */
    assert_results_are_whole();
    unsigned char *whole = contents(OUTPUT, &size);
    count_handles(before);
    for (int k = 0; !is_past_the_end && k < most; k += k < N_FIRST ? 1 : STEP) {
        remove_files();
        if (n_before > 0) {
            assert_int_equal(write_store(&self, n_before), SUF_OK);
        }
        n_left = k;
        suf_status status = write_store(&self, 100);
        is_past_the_end = n_left >= 0;
        n_left = -1;
        n_failed += status != SUF_OK;
        for (size_t i = 0; i < self.faults.n; i++) { /* no call failed with that */
            assert_null(strstr(self.faults.items[i].message, "No such file"));
        }
        count_handles(after);
        assert_memory_equal(after, before, sizeof after);
        size_t n_records = records_of_journal();
        if (access(OUTPUT, F_OK) == 0) {
            assert_contents(OUTPUT, whole, size);
        } else {
            assert_int_not_equal(status, SUF_OK);
            assert_true(n_records >= (size_t) n_before);
        }
        /* The same again goes on from what is there: from all records at most calls. */
        if (n_records < 2UL * N_REPLICATIONS || k % 16 == 0) {
            assert_int_equal(write_store(&self, 100), SUF_OK);
            assert_contents(OUTPUT, whole, size);
            assert_int_equal(access(JOURNAL, F_OK), -1);
        }
        suf_faults_free(&self.faults);
    }
    free(whole);
    remove_files();
    store_free(&self);
    return n_failed;
}

static void
every_call_that_fails_is_told_and_loses_nothing(void **state)
{
    (void) state;
    assert_true(fail_every_call(0, INT_MAX) > 200);
}

static void
every_call_that_fails_while_going_on_loses_nothing(void **state)
{
    (void) state;
    /* Behind these calls it is as above. */
    assert_true(fail_every_call(3, 300) > 150);
}

/* Into a folder in memory, when there is one. */
static int
enter_folder(void **state)
{
    static char folder[] = "/dev/shm/suffice-test-XXXXXX";
    *state = mkdtemp(folder) != NULL && chdir(folder) == 0 ? folder : NULL;
    return 0;
}

static int
leave_folder(void **state)
{
    remove_files();
    return *state == NULL || rmdir(*state) == 0 ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_comes_back_from_the_results_file),
        cmocka_unit_test(a_journal_is_gone_on_with_and_a_torn_end_is_dropped),
        cmocka_unit_test(a_byte_wrong_anywhere_is_refused_or_costs_one_record),
        cmocka_unit_test(results_are_extended_with_what_is_missing),
        cmocka_unit_test(shards_are_merged_and_what_contradicts_itself_is_refused),
        cmocka_unit_test(every_call_that_fails_is_told_and_loses_nothing),
        cmocka_unit_test(every_call_that_fails_while_going_on_loses_nothing),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
