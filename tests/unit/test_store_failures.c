/* The journal and the results file when memory runs out, or a call fails.
 * SPDX-License-Identifier: GPL-3.0-or-later
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
#include "oracle/store_fixture.h"

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
    suf_journal_file file = {.file = open(STORE_JOURNAL, O_RDONLY)};
    size_t n = 0;
    if (file.file >= 0 && suf_text_copy(STORE_JOURNAL, &file.path) == SUF_OK &&
        suf_journal_file_head(&file, &faults) == SUF_OK &&
        suf_journal_file_scan(&file, true, &faults) == SUF_OK) {
        n = file.n_entries;
    }
    suf_journal_file_free(&file);
    suf_faults_free(&faults);
    return n;
}

/* The calls of HDF5 come again for every variable: of those behind the first ones each is
 * met by a part of them. All fail in turn where `thorough` is asked for. */
enum { N_FIRST = 250, STEP = 23 };
static bool is_thorough;

/* The whole of a file; *bytes is the caller's. */
static unsigned char *
contents(const char *path, size_t *n)
{
    *n = (size_t) store_size_of(path);
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
    store_remove_files();
    assert_int_equal(store_write(&self, 100), SUF_OK); /* HDF5 has begun */
    store_assert_whole();
    unsigned char *whole = contents(STORE_OUTPUT, &size);
    count_handles(before);
    for (int k = 0; !is_past_the_end && k < most;
         k += is_thorough || k < N_FIRST ? 1 : STEP) {
        store_remove_files();
        if (n_before > 0) {
            assert_int_equal(store_write(&self, n_before), SUF_OK);
        }
        n_left = k;
        suf_status status = store_write(&self, 100);
        is_past_the_end = n_left >= 0;
        n_left = -1;
        n_failed += status != SUF_OK;
        for (size_t i = 0; i < self.faults.n; i++) { /* no call failed with that */
            assert_null(strstr(self.faults.items[i].message, "No such file"));
        }
        count_handles(after);
        assert_memory_equal(after, before, sizeof after);
        size_t n_records = records_of_journal();
        if (access(STORE_OUTPUT, F_OK) == 0) {
            assert_contents(STORE_OUTPUT, whole, size);
        } else {
            assert_int_not_equal(status, SUF_OK);
            assert_true(n_records >= (size_t) n_before);
        }
        /* The same again goes on from what is there: from all records at most calls. */
        if (n_records < 2UL * STORE_N_REPLICATIONS || k % 16 == 0) {
            assert_int_equal(store_write(&self, 100), SUF_OK);
            assert_contents(STORE_OUTPUT, whole, size);
            assert_int_equal(access(STORE_JOURNAL, F_OK), -1);
        }
        suf_faults_free(&self.faults);
    }
    free(whole);
    store_remove_files();
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

int
main(int argc, char **argv)
{
    is_thorough = argc > 1 && strcmp(argv[1], "thorough") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_that_fails_is_told_and_loses_nothing),
        cmocka_unit_test(every_call_that_fails_while_going_on_loses_nothing),
    };
    return cmocka_run_group_tests(tests, store_enter_folder, store_leave_folder);
}
