/* A small store of known values, for tests. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "results/this_build.h"

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
    assert_int_equal(suf_array_new(2, sizeof(suf_caveat), &layout->caveats), SUF_OK);
    for (int i = 0; i < 2; i++) { /* by scenario, of the one service */
        assert_int_equal(
            suf_text_copy(i == 0 ? "" : "guessed", &layout->caveats[i].text), SUF_OK);
        assert_int_equal(suf_text_copy("推算", &layout->caveats[i].text_zh), SUF_OK);
    }
    assert_int_equal(
        suf_array_new(1, sizeof(suf_assumption_label), &layout->assumptions), SUF_OK);
    suf_assumption_label *label = layout->assumptions;
    assert_int_equal(suf_text_copy("births", &label->name), SUF_OK);
    assert_int_equal(suf_text_copy("", &label->title), SUF_OK);
    assert_int_equal(suf_text_copy("times", &label->unit), SUF_OK);
    assert_int_equal(suf_text_copy("test", &label->source), SUF_OK);
    assert_int_equal(suf_text_copy("C", &label->evidence), SUF_OK);
    assert_int_equal(suf_layout_seal(layout), SUF_OK);
}

/* A value that tells where it belongs. */
static double
value_of(uint32_t scenario, uint32_t replication, size_t at)
{
    return 1000 * scenario + 100 * replication + (double) at + 0.25;
}

void
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

void
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

suf_status
store_write_shard(store *self, suf_goal goal, int n, bool repair)
{
    suf_store to;
    suf_store_options options = {.output = STORE_OUTPUT,
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
            &to, STORE_OUTPUT, all, goal.n_replications, NULL, NULL, &self->faults);
        if (status == SUF_OK) {
            (void) suf_store_remove_journal(&to, all, goal.n_replications);
        }
    }
    suf_store_close(&to);
    return status;
}

suf_status
store_write(store *self, int n)
{
    return store_write_shard(
        self, (suf_goal){STORE_N_REPLICATIONS, 1, 1, false}, n, false);
}

void
store_remove_files(void)
{
    (void) unlink(STORE_OUTPUT);
    (void) unlink(STORE_JOURNAL);
    (void) unlink(STORE_OUTPUT ".part");
}

void
store_assert_holds(uint32_t n)
{
    suf_results results;
    suf_faults faults;
    suf_faults_init(&faults);
    assert_int_equal(suf_results_open(&results, STORE_OUTPUT, &faults), SUF_OK);
    assert_int_equal(results.n_replications, n);
    assert_int_equal(results.seed, 5);
    assert_string_equal(results.layout.districts[1].name, "two");
    assert_string_equal(results.layout.services[0].title_zh, "标题");
    assert_string_equal(results.layout.assumptions[0].unit, "times");
    assert_string_equal(suf_layout_caveat(&results.layout, 0, 0), "");
    assert_string_equal(suf_layout_caveat(&results.layout, 1, 0), "guessed");
    assert_string_equal(results.layout.caveats[0].text_zh, "推算");
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

void
store_assert_whole(void)
{
    store_assert_holds(STORE_N_REPLICATIONS);
}

void
store_damage(const char *path, long at)
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

long
store_size_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_int_equal(fclose(file), 0);
    return size;
}

int
store_enter_folder(void **state)
{
    static char folder[] = "/dev/shm/suffice-test-XXXXXX";
    *state = mkdtemp(folder) != NULL && chdir(folder) == 0 ? folder : NULL;
    return 0;
}

int
store_leave_folder(void **state)
{
    store_remove_files();
    return *state == NULL || rmdir(*state) == 0 ? 0 : -1;
}
