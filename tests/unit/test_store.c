/* The journal and the results file: round trip, resuming, torn ends, shards that are
 * merged. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files lie in memory (/dev/shm) where the system has that. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "oracle/store_fixture.h"

static void
what_is_put_comes_back_from_the_results_file(void **state)
{
    (void) state;
    store self;
    store_init(&self);
    store_remove_files();
    assert_int_equal(store_write(&self, 100), SUF_OK);
    store_assert_whole();
    assert_int_equal(access(STORE_JOURNAL, F_OK), -1);
    /* Results of another run are not gone on from. */
    self.provenance.fingerprint++;
    assert_int_equal(store_write(&self, 100), SUF_ERROR_EXISTS);
    store_free(&self);
    store_remove_files();
}

static void
a_journal_is_gone_on_with_and_a_torn_end_is_dropped(void **state)
{
    (void) state;
    store self;
    store_init(&self);
    store_remove_files();
    for (long cut = 0; cut < 40; cut += 13) {
        assert_int_equal(store_write(&self, 3), SUF_OK);
        assert_int_equal(access(STORE_OUTPUT, F_OK), -1);
        FILE *file = fopen(STORE_JOURNAL, "r+b");
        assert_non_null(file);
        assert_int_equal(fseek(file, 0, SEEK_END), 0);
        long size = ftell(file);
        assert_int_equal(ftruncate(fileno(file), size - cut), 0);
        assert_int_equal(fclose(file), 0);
        assert_int_equal(store_write(&self, 100), SUF_OK);
        store_assert_whole();
        store_remove_files();
    }
    store_free(&self);
}

static void
a_byte_wrong_anywhere_is_refused_or_costs_one_record(void **state)
{
    (void) state;
    store self;
    store_init(&self);
    store_remove_files();
    assert_int_equal(store_write(&self, 5), SUF_OK);
    long size = store_size_of(STORE_JOURNAL);
    int n_refused = 0;
    for (long at = 0; at < size; at += size / 97 + 1) {
        store_remove_files();
        assert_int_equal(store_write(&self, 5), SUF_OK);
        store_damage(STORE_JOURNAL, at);
        suf_status status = store_write(&self, 100);
        if (status != SUF_OK) {
            /* Nothing was touched; told to go on, it does without what is lost. */
            n_refused++;
            assert_true(self.faults.n > 0);
            assert_int_equal(access(STORE_OUTPUT, F_OK), -1);
            assert_int_equal(store_size_of(STORE_JOURNAL), size);
            assert_true(status == SUF_ERROR_CORRUPT || status == SUF_ERROR_EXISTS);
            if (status == SUF_ERROR_CORRUPT) {
                assert_int_equal(
                    store_write_shard(
                        &self, (suf_goal){STORE_N_REPLICATIONS, 1, 1, false}, 100, true),
                    SUF_OK);
                store_assert_whole();
            }
        } else {
            store_assert_whole();
        }
        suf_faults_free(&self.faults);
    }
    assert_true(n_refused > 50);
    store_free(&self);
    store_remove_files();
}

static void
results_are_extended_with_what_is_missing(void **state)
{
    (void) state;
    store self;
    store_init(&self);
    store_remove_files();
    assert_int_equal(store_write(&self, 100), SUF_OK);
    /* Stopped half way, gone on with; the first ones are not put again. */
    assert_int_equal(
        store_write_shard(&self, (suf_goal){7, 1, 1, false}, 3, false), SUF_OK);
    store_assert_whole();
    assert_int_equal(
        store_write_shard(&self, (suf_goal){7, 1, 1, false}, 5, false), SUF_OK);
    store_assert_holds(7);
    assert_int_equal(access(STORE_JOURNAL, F_OK), -1);
    store_free(&self);
    store_remove_files();
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
    SUF_TRY(suf_store_merge(
        &to, &self->layout, &self->provenance, files, n, NULL, &self->faults));
    int32_t all[] = {0, 1, 2, 3, 4, 5, 6, 7};
    assert_int_equal(to.index.n_stored, 16);
    status = suf_results_write(&to, STORE_OUTPUT, all, 8, NULL, NULL, &self->faults);
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
    store_remove_files();
    for (uint32_t k = 1; k <= 3; k++) {
        assert_int_equal(
            store_write_shard(&self, (suf_goal){8, k, 3, false}, 100, false), SUF_OK);
    }
    assert_int_equal(merge(&self, false), SUF_OK);
    store_assert_holds(8);
    assert_int_equal(merge(&self, true), SUF_OK);
    self.provenance.fingerprint++;
    assert_int_equal(merge(&self, false), SUF_ERROR_FORMAT);
    self.provenance.fingerprint--;
    /* A journal that has lost a record in its middle is not joined as if it were whole.
     */
    store_damage("test_store.1of3.journal", store_size_of("test_store.1of3.journal") / 2);
    assert_int_equal(unlink(STORE_OUTPUT), 0);
    suf_status status = merge(&self, false);
    assert_int_equal(status, SUF_ERROR_CORRUPT);
    assert_int_equal(access(STORE_OUTPUT, F_OK), -1);
    for (int k = 1; k <= 3; k++) {
        char name[40];
        (void) snprintf(name, sizeof name, "test_store.%dof3.journal", k);
        assert_int_equal(unlink(name), 0);
    }
    store_free(&self);
    store_remove_files();
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
    };
    return cmocka_run_group_tests(tests, store_enter_folder, store_leave_folder);
}
