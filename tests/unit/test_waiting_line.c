/* Waiting lines and the entity pool.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/stay/waiting_line.h"

typedef struct fixture {
    suf_entity_pool pool;
    suf_waiting_line line;
} fixture;

static void
set_up(fixture *self, suf_discipline discipline, uint32_t n_classes)
{
    suf_entity_pool_init(&self->pool);
    assert_int_equal(suf_waiting_line_init(&self->line, discipline, n_classes), SUF_OK);
}

static void
tear_down(fixture *self)
{
    suf_waiting_line_free(&self->line);
    suf_entity_pool_free(&self->pool);
}

static uint32_t
join(fixture *self, uint32_t priority)
{
    uint32_t index = suf_entity_pool_take(&self->pool);
    assert_int_not_equal(index, SUF_NONE);
    self->pool.details[index].priority = (uint16_t) priority;
    assert_int_equal(suf_waiting_line_join(&self->line, &self->pool, index), SUF_OK);
    return index;
}

static uint32_t
serve(fixture *self, uint64_t word)
{
    uint32_t index = suf_waiting_line_head(&self->line, word);
    suf_waiting_line_leave(&self->line, &self->pool, index);
    return index;
}

static void
waiting_line_serves_first_in_first_out(void **state)
{
    (void) state;
    fixture self;
    set_up(&self, SUF_DISCIPLINE_FIFO, 1);
    uint32_t a = join(&self, 0);
    uint32_t b = join(&self, 0);
    uint32_t c = join(&self, 0);
    assert_int_equal(self.line.n, 3);
    assert_int_equal(serve(&self, 0), a);
    assert_int_equal(serve(&self, 0), b);
    uint32_t d = join(&self, 0);
    assert_int_equal(serve(&self, 0), c);
    assert_int_equal(serve(&self, 0), d);
    assert_int_equal(self.line.n, 0);
    tear_down(&self);
}

static void
waiting_line_serves_in_priority_order_and_fifo_within_a_class(void **state)
{
    (void) state;
    fixture self;
    set_up(&self, SUF_DISCIPLINE_PRIORITY, 3);
    uint32_t low = join(&self, 2);
    uint32_t middle = join(&self, 1);
    uint32_t high = join(&self, 0);
    uint32_t middle_later = join(&self, 1);
    assert_int_equal(serve(&self, 0), high);
    assert_int_equal(serve(&self, 0), middle);
    assert_int_equal(serve(&self, 0), middle_later);
    assert_int_equal(serve(&self, 0), low);
    tear_down(&self);
}

static void
people_leave_a_waiting_line_from_any_position(void **state)
{
    (void) state;
    fixture self;
    set_up(&self, SUF_DISCIPLINE_FIFO, 1);
    uint32_t people[5];
    for (int i = 0; i < 5; i++) {
        people[i] = join(&self, 0);
    }
    suf_waiting_line_leave(&self.line, &self.pool, people[2]); /* from the middle */
    suf_waiting_line_leave(&self.line, &self.pool, people[0]); /* the first */
    suf_waiting_line_leave(&self.line, &self.pool, people[4]); /* the last */
    assert_int_equal(serve(&self, 0), people[1]);
    assert_int_equal(serve(&self, 0), people[3]);
    assert_int_equal(self.line.n, 0);
    uint32_t again = join(&self, 0);
    assert_int_equal(serve(&self, 0), again);
    tear_down(&self);
}

static void
a_lottery_reaches_everybody_by_its_word_and_keeps_the_rest(void **state)
{
    (void) state;
    fixture self;
    enum { N = 40 };
    uint32_t seen[N] = {0};
    set_up(&self, SUF_DISCIPLINE_LOTTERY, 1);
    for (int i = 0; i < N; i++) {
        assert_int_equal(join(&self, 0), i);
    }
    /* The whole range of words maps evenly onto the members. */
    for (uint64_t i = 0; i < N; i++) {
        uint64_t word = UINT64_MAX / N * i + UINT64_MAX / N / 2;
        seen[suf_waiting_line_head(&self.line, word)]++;
    }
    for (int i = 0; i < N; i++) {
        assert_int_equal(seen[i], 1);
    }
    suf_waiting_line_leave(&self.line, &self.pool, 3);
    suf_waiting_line_leave(&self.line, &self.pool, N - 1);
    for (int i = 0; i < N - 2; i++) {
        seen[serve(&self, (uint64_t) i * 0x9e3779b97f4a7c15U)]++;
    }
    for (int i = 0; i < N; i++) {
        assert_int_equal(seen[i], i == 3 || i == N - 1 ? 1 : 2);
    }
    assert_int_equal(self.line.n, 0);
    tear_down(&self);
}

static void
an_entity_given_back_is_used_again_with_another_generation(void **state)
{
    (void) state;
    suf_entity_pool pool;
    suf_entity_pool_init(&pool);
    uint32_t a = suf_entity_pool_take(&pool);
    uint32_t b = suf_entity_pool_take(&pool);
    uint32_t generation = pool.entities[a].generation;
    assert_int_not_equal(a, b);
    assert_int_equal(pool.n_live, 2);
    suf_entity_pool_give(&pool, a);
    assert_int_equal(suf_entity_pool_take(&pool), a);
    assert_int_not_equal(pool.entities[a].generation, generation);
    for (int i = 0; i < 1000; i++) { /* growth keeps what is there */
        pool.entities[b].name = 77;
        assert_int_not_equal(suf_entity_pool_take(&pool), SUF_NONE);
        assert_int_equal(pool.entities[b].name, 77);
    }
    assert_int_equal(pool.n_live, 1002);
    suf_entity_pool_clear(&pool);
    assert_int_equal(pool.n_live, 0);
    suf_entity_pool_free(&pool);
}

static void
hot_and_cold_records_have_the_sizes_they_are_laid_out_for(void **state)
{
    (void) state;
    assert_int_equal(sizeof(suf_entity), 24);
    assert_true(sizeof(suf_entity_detail) <= 40);
}

static void
a_sorted_line_serves_the_earliest_request_of_the_first_class(void **state)
{
    (void) state;
    static const double since[] = {-5, -80, -1, -30, -30};
    static const uint32_t class[] = {1, 1, 0, 0, 0};
    static const uint64_t name[] = {0, 1, 2, 9, 4};
    static const uint32_t expected[] = {4, 3, 2, 1, 0};
    fixture self;
    set_up(&self, SUF_DISCIPLINE_PRIORITY, 2);
    for (uint32_t i = 0; i < 5; i++) {
        uint32_t at = join(&self, class[i]);
        assert_int_equal(at, i);
        self.pool.details[at].since_days = since[i];
        self.pool.entities[at].name = name[i];
    }
    assert_int_equal(suf_waiting_line_sort(&self.line, &self.pool), SUF_OK);
    assert_int_equal(self.line.n, 5);
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(serve(&self, 0), expected[i]);
    }
    tear_down(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waiting_line_serves_first_in_first_out),
        cmocka_unit_test(waiting_line_serves_in_priority_order_and_fifo_within_a_class),
        cmocka_unit_test(people_leave_a_waiting_line_from_any_position),
        cmocka_unit_test(a_lottery_reaches_everybody_by_its_word_and_keeps_the_rest),
        cmocka_unit_test(an_entity_given_back_is_used_again_with_another_generation),
        cmocka_unit_test(hot_and_cold_records_have_the_sizes_they_are_laid_out_for),
        cmocka_unit_test(a_sorted_line_serves_the_earliest_request_of_the_first_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
