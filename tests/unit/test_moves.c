/* Tests of the table of pairs that people move between: what is in it, and that it is
 * all the same whether pairs of nobody are there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/population/population.h"
#include "oracle/model_fixture.h"

enum { N_DISTRICTS = 11, N_MONTHS = 14, OUTSIDE = N_DISTRICTS };

static void
pairs_are_sorted_as_movers_are_split_and_each_there_once(void **state)
{
    (void) state;
    suf_move_pair pairs[] = {{2, 1}, {0, 2}, {3, 0}, {2, 3}, {0, 2}, {2, 0}, {3, 2}};
    static const uint32_t first[] = {0, 1, 1, 4};
    static const uint32_t to[] = {2, 3, 0, 1};
    suf_moves moves;
    assert_int_equal(
        suf_moves_init(&moves, 3, pairs, sizeof pairs / sizeof pairs[0]), SUF_OK);
    assert_int_equal(moves.n_pairs, 4);
    assert_memory_equal(moves.first, first, sizeof first);
    assert_memory_equal(moves.to, to, sizeof to);
    assert_int_equal(suf_moves_find(&moves, 2, 3), 1);
    assert_int_equal(suf_moves_find(&moves, 2, 0), 2);
    assert_int_equal(suf_moves_find(&moves, 2, 1), 3);
    assert_int_equal(suf_moves_find(&moves, 0, 2), 0);
    assert_true(suf_moves_find(&moves, 0, 3) == SUF_NONE);
    assert_true(suf_moves_find(&moves, 1, 0) == SUF_NONE);
    suf_moves_free(&moves);
}

/* The pairs of a small world: some places have many neighbours, one has none but the
 * outside, one is never left. */
static size_t
give_pairs(suf_move_pair *pairs)
{
    size_t n = 0;
    for (uint32_t from = 0; from + 2 < N_DISTRICTS; from++) {
        for (uint32_t to = from % 3; to < N_DISTRICTS; to += 1 + from) {
            if (to != from) {
                pairs[n++] = (suf_move_pair){from, to};
            }
        }
        if (from % 2 == 0) {
            pairs[n++] = (suf_move_pair){from, OUTSIDE};
        }
    }
    pairs[n++] = (suf_move_pair){1, 0}; /* the way back of the first, which is a flow */
    pairs[n++] = (suf_move_pair){N_DISTRICTS - 2, OUTSIDE};
    return n;
}

/* People of all ages and rates of the pairs, with a flow that follows sex and year. */
static void
fill(model_fixture *fixture, const suf_move_pair *pairs, size_t n, suf_flow *flow)
{
    for (uint32_t i = 0; i < N_DISTRICTS * SUF_N_SEXES * 90; i++) {
        *fixture_start(fixture, i % N_DISTRICTS, i / N_DISTRICTS % SUF_N_SEXES,
            1 + 12 * (i / N_DISTRICTS / SUF_N_SEXES)) = 100 + i % 7;
    }
    for (size_t i = 0; i < n; i++) {
        for (uint32_t age = 0; age < SUF_N_AGES; age++) {
            *fixture_move_rate(fixture, 0, pairs[i].from, pairs[i].to, age) =
                0.1 + 0.01 * (double) ((i + age) % 5);
            *fixture_move_rate(fixture, 1, pairs[i].from, pairs[i].to, age) = 0.05;
        }
    }
    suf_population_model *population = &fixture->model.population;
    *flow = (suf_flow){.from = pairs[0].from,
        .to = pairs[0].to,
        .year = INT32_MIN,
        .sex = SUF_FEMALE,
        .age_to = SUF_N_AGES - 1,
        .persons = {suf_number_constant(300), suf_number_constant(10)},
        .exposed = {9000, 9000}};
    population->flows = flow;
    population->n_flows = 1;
    population->moves_by_sex = population->moves_by_year = true;
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        population->weights[age] = 1;
    }
}

static void
pairs_that_nobody_moves_between_change_nothing(void **state)
{
    (void) state;
    suf_move_pair pairs[N_DISTRICTS * (N_DISTRICTS + 1)];
    const fixture_size size = {
        .n_districts = N_DISTRICTS, .first_year = 2021, .n_months = N_MONTHS};
    const suf_rng_key key = {.seed = 20210101, .replication = 7};
    model_fixture dense;
    model_fixture sparse;
    suf_flow flows[2];
    size_t n = give_pairs(pairs);
    fixture_init(&dense, size);
    fixture_init(&sparse, size);
    fill(&dense, pairs, n, &flows[0]);
    suf_moves_free(&sparse.model.population.moves);
    suf_move_pair sorted[N_DISTRICTS * (N_DISTRICTS + 1)];
    memcpy(sorted, pairs, sizeof pairs);
    assert_int_equal(
        suf_moves_init(&sparse.model.population.moves, N_DISTRICTS, sorted, n), SUF_OK);
    fill(&sparse, pairs, n, &flows[1]);
    assert_int_equal(dense.model.population.moves.n_pairs, N_DISTRICTS * N_DISTRICTS);
    assert_true(sparse.model.population.moves.n_pairs == n);
    suf_population people[2];
    assert_int_equal(suf_population_init(&people[0], &dense.model), SUF_OK);
    assert_int_equal(suf_population_init(&people[1], &sparse.model), SUF_OK);
    suf_population_start(&people[0], &dense.parameters, key);
    suf_population_start(&people[1], &sparse.parameters, key);
    size_t cells = dense.model.population.n_cells;
    uint64_t n_moved = 0;
    for (uint32_t month = 0; month < N_MONTHS; month++) {
        suf_population_step(&people[0], month);
        suf_population_step(&people[1], month);
        assert_memory_equal(people[0].residents, people[1].residents, cells * 4);
    }
    n_moved = fixture_sum_flows(people[0].moves_in, 0, N_DISTRICTS * SUF_N_SEXES);
    assert_true(n_moved > 1000);
    /* Those in system, who move one by one. */
    for (uint32_t i = 1; i < 1000; i++) {
        uint32_t cell = suf_model_cell(&dense.model, i % (N_DISTRICTS - 1),
            i / N_DISTRICTS % SUF_N_SEXES, SUF_OLDEST_MONTHS - i);
        assert_int_equal(suf_population_destination_cell(&people[0], cell, i * 0.001),
            suf_population_destination_cell(&people[1], cell, i * 0.001));
    }
    suf_population_free(&people[0]);
    suf_population_free(&people[1]);
    dense.model.population.flows = sparse.model.population.flows = NULL;
    fixture_free(&dense);
    fixture_free(&sparse);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_sorted_as_movers_are_split_and_each_there_once),
        cmocka_unit_test(pairs_that_nobody_moves_between_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
