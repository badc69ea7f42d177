/* Tests of the courses of days of a service of visits, and of their tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/visit/visit_course.h"
#include "oracle/loss_oracle.h"

/* A service of one kind of days, whose visitors follow weight[] from opening on. */
static suf_visit_model
make_visit(uint32_t opens, uint32_t closes, const double *weight)
{
    suf_visit_model visit = {.opens = opens, .closes = closes, .n_types = 1};
    double sum = 0;
    for (uint32_t h = opens; h < closes; h++) {
        sum += 7 * weight[h - opens];
    }
    for (uint32_t h = opens; h < closes; h++) {
        visit.weight[0][h] = weight[h - opens] / sum;
    }
    for (int day = 0; day < 7; day++) {
        visit.is_open[day] = true;
    }
    return visit;
}

static const double day_weights[8] = {1, 1, 2, 3, 2, 2, 1, 1};

/* Of a day from empty: refused shares and numbers present. */
static void
assert_day(const suf_course *course, double places, double stay, double weekly,
    const suf_loss_hour *found)
{
    loss_oracle less = {.places = (int) places, .stay = stay, .p = {1}};
    loss_oracle more = {.places = (int) places + 1, .stay = stay, .p = {1}};
    double part = places - (int) places;
    for (uint32_t h = course->visit->opens; h < course->visit->closes; h++) {
        double rate = weekly * suf_course_weight(course, h);
        loss_oracle_hour a = loss_oracle_advance(&less, rate);
        loss_oracle_hour b = loss_oracle_advance(&more, rate);
        double refused = (1 - part) * a.refused + part * b.refused;
        double present = (1 - part) * a.present + part * b.present;
        assert_true(fabs(found[h].refused - refused) < 5e-4);
        assert_true(fabs(found[h].present - present) < 2e-4 + 0.002 * present);
    }
}

static void
a_table_gives_what_the_equations_give(void **state)
{
    (void) state;
    static const double places[] = {1, 2.5, 20.78, 60};
    static const double stays[] = {0.3, 1.1, 5};
    suf_visit_model visit = make_visit(9, 17, day_weights);
    suf_course course = suf_course_of(&visit, 0);
    suf_loss loss = {0};
    suf_course_table table = {0};
    suf_loss_hour hours[SUF_HOURS_OF_WEEK];
    assert_int_equal(course.n_days, 1);
    assert_false(course.is_endless);
    for (size_t c = 0; c < sizeof places / sizeof places[0]; c++) {
        for (size_t s = 0; s < sizeof stays / sizeof stays[0]; s++) {
            for (double part = 0.2; part < 4; part *= 1.237) {
                double weekly = part * places[c] / stays[s] * 7 * 13 / 3;
                assert_int_equal(suf_course_look_up(&course, &table, &loss, places[c],
                                     stays[s], weekly, hours),
                    SUF_OK);
                assert_day(&course, places[c], stays[s], weekly, hours);
            }
        }
    }
    suf_course_table_free(&table);
    suf_loss_free(&loss);
}

static void
a_table_answers_alike_whatever_it_was_asked_before(void **state)
{
    (void) state;
    suf_visit_model visit = make_visit(9, 17, day_weights);
    suf_course course = suf_course_of(&visit, 0);
    suf_loss loss = {0};
    suf_course_table used = {0};
    suf_course_table fresh = {0};
    suf_loss_hour before[SUF_HOURS_OF_WEEK];
    suf_loss_hour after[SUF_HOURS_OF_WEEK];
    /* More nodes than a table holds, and other sites in between. */
    for (int i = 0; i < 400; i++) {
        double weekly = 200 * exp(i * 0.013);
        double places = i % 50 == 0 ? 7 : 12;
        assert_int_equal(
            suf_course_look_up(&course, &used, &loss, places, 1.3, weekly, after),
            SUF_OK);
    }
    for (int i = 0; i < 400; i += 37) {
        double weekly = 200 * exp(i * 0.013);
        assert_int_equal(
            suf_course_look_up(&course, &used, &loss, 12, 1.3, weekly, after), SUF_OK);
        suf_course_table_free(&fresh);
        assert_int_equal(
            suf_course_look_up(&course, &fresh, &loss, 12, 1.3, weekly, before), SUF_OK);
        for (int h = 0; h < SUF_HOURS_OF_DAY; h++) {
            assert_true(before[h].refused == after[h].refused);
            assert_true(before[h].present == after[h].present);
        }
    }
    suf_course_table_free(&used);
    suf_course_table_free(&fresh);
    suf_loss_free(&loss);
}

static void
an_endless_course_follows_itself(void **state)
{
    (void) state;
    static const double weights[24] = {
        1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1};
    static const double stays[] = {0.5, 6, 30};
    suf_visit_model visit = make_visit(0, 24, weights);
    suf_course course = suf_course_of(&visit, SUF_ENDLESS_COURSE);
    suf_loss loss = {0};
    suf_course_table table = {0};
    suf_loss_hour hours[SUF_HOURS_OF_WEEK];
    assert_int_equal(course.n_days, 1); /* all days are alike */
    assert_true(course.is_endless);
    assert_int_equal(suf_course_of(&visit, 3).n_days, 7);
    for (size_t s = 0; s < sizeof stays / sizeof stays[0]; s++) {
        for (double part = 0.3; part < 3; part *= 1.9) {
            loss_oracle queue = {.places = 90, .stay = stays[s], .p = {1}};
            double weekly = part * 90 / stays[s] * 168;
            assert_int_equal(
                suf_course_look_up(&course, &table, &loss, 90, stays[s], weekly, hours),
                SUF_OK);
            for (uint32_t h = 0; h < 20 * 24; h++) {
                double rate = weekly * suf_course_weight(&course, h % 24);
                loss_oracle_hour right = loss_oracle_advance(&queue, rate);
                if (h >= 19 * 24) {
                    assert_true(fabs(hours[h % 24].refused - right.refused) < 5e-4);
                    assert_true(fabs(hours[h % 24].present / right.present - 1) < 1e-3);
                }
            }
        }
    }
    suf_course_table_free(&table);
    suf_loss_free(&loss);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_gives_what_the_equations_give),
        cmocka_unit_test(a_table_answers_alike_whatever_it_was_asked_before),
        cmocka_unit_test(an_endless_course_follows_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
