/* Days taken at once against days taken in order, on small scenarios drawn at random. Run
 * with `thorough` it takes many more of them; `test_day_random N` takes the one of seed
 * N. SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle/random_scenario.h"
#include "oracle/ways.h"

typedef struct range {
    uint64_t first, end; /* seeds */
} range;

static const suf_variable watched[] = {SUF_VARIABLE_ADMISSIONS,
    SUF_VARIABLE_VOID_REQUESTS, SUF_VARIABLE_ADMISSIONS_WAITED,
    SUF_VARIABLE_ADMISSIONS_AWAY, SUF_VARIABLE_REFUSALS, SUF_VARIABLE_RENEGED,
    SUF_VARIABLE_DIED_WAITING, SUF_VARIABLE_MOVED_WAITING, SUF_VARIABLE_PLACES_OPENED,
    SUF_VARIABLE_PLACES_CLOSED};
enum { N_WATCHED = sizeof watched / sizeof *watched };

static void
write_scenario(const char *path, uint64_t seed)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    random_scenario_write(file, seed);
    assert_int_equal(fclose(file), 0);
}

static void
random_scenarios_take_the_same_path_each_way(void **state)
{
    const range *seeds = (const range *) *state;
    char path[200];
    int n = snprintf(path, sizeof path, SUF_BINARY_DIR "/random_%llu.yaml",
        (unsigned long long) seeds->first);
    assert_in_range(n, 1, sizeof path - 1);
    double sums[N_WATCHED] = {0};
    size_t n_other = 0;
    for (uint64_t seed = seeds->first; seed < seeds->end; seed++) {
        char of[40];
        (void) snprintf(of, sizeof of, "seed %llu", (unsigned long long) seed);
        write_scenario(path, seed);
        ready self;
        ready_init(&self, path, NULL, 0);
        n_other += !ways_agree(&self, 0, true, of);
        for (size_t i = 0; i < N_WATCHED; i++) {
            sums[i] += ways_sum(&self, watched[i]);
        }
        ready_free(&self);
    }
    assert_int_equal(remove(path), 0);
    assert_int_equal(n_other, 0);
    for (size_t i = 0; i < N_WATCHED && seeds->end - seeds->first > 1; i++) {
        print_message("%s: %.0f\n", suf_variable_info_of(watched[i])->name, sums[i]);
        assert_true(sums[i] > 20); /* so that the comparison says something */
    }
}

int
main(int n_arguments, char **arguments)
{
    range seeds = {1, 61};
    if (n_arguments > 1 && strcmp(arguments[1], "thorough") == 0) {
        seeds = (range){1000, 2000};
    } else if (n_arguments > 1) {
        seeds.first = strtoull(arguments[1], NULL, 10);
        seeds.end = seeds.first + 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(random_scenarios_take_the_same_path_each_way, &seeds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
