/* Tests of the sentence that says why people go without.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stats/why_sentence.h"

enum { ALL = 2 }; /* the region behind two districts */

/* Beds of two districts in 2021 and 2022; the last service has no title. */
typedef struct bench {
    char texts[6][20];
    suf_label services[2], districts[2];
    suf_layout layout;
    suf_why why;
} bench;

static void
setup(bench *self)
{
    static const char *const texts[] = {"bed", "Beds", "床位", "desk", "north", "South"};
    *self = (bench){0};
    for (int i = 0; i < 6; i++) {
        (void) strcpy(self->texts[i], texts[i]);
    }
    char *none = &self->texts[0][19]; /* "" */
    self->services[0] = (suf_label){self->texts[0], self->texts[1], self->texts[2]};
    self->services[1] = (suf_label){self->texts[3], none, none};
    self->districts[0] = (suf_label){self->texts[4], none, none};
    self->districts[1] = (suf_label){self->texts[4], self->texts[5], none};
    self->layout = (suf_layout){.first_year = 2021,
        .n_years = 2,
        .n_scenarios = 1,
        .n_districts = 2,
        .n_services = 2,
        .services = self->services,
        .districts = self->districts};
    assert_int_equal(suf_layout_seal(&self->layout), SUF_OK);
    self->why.layout = &self->layout;
    size_t n = SUF_N_WHY_QUANTITIES * suf_layout_size(&self->layout, SUF_VARIABLE_UNMET);
    self->why.cells = calloc(n, sizeof *self->why.cells);
    assert_non_null(self->why.cells);
}

static suf_why_cell *
cell_of(bench *self, int quantity, uint32_t region, uint32_t service)
{
    const suf_why_cell *at =
        suf_why_at(&self->why, quantity, self->layout.n_years, region, service);
    return &self->why.cells[at - self->why.cells];
}

static void
assert_said(
    bench *self, uint32_t region, uint32_t service, bool is_chinese, const char *expected)
{
    suf_text text = {0};
    char *said = NULL;
    suf_why_add_sentence(&self->why, region, service, is_chinese, &text);
    assert_int_equal(suf_text_take(&text, &said), SUF_OK);
    assert_string_equal(said, expected);
    free(said);
}

static void
set_share(suf_why_cell *cell, int part, double share, double low, double high)
{
    cell->parts[part].share = share;
    cell->parts[part].share_low = low;
    cell->parts[part].share_high = high;
}

static void
the_largest_causes_are_named_and_what_offsets_them(void **state)
{
    (void) state;
    bench self;
    setup(&self);
    suf_why_cell *cell = cell_of(&self, SUF_WHY_UNMET, ALL, 0);
    cell->total = 12345.4;
    set_share(cell, SUF_CAUSE_LATE, 0.62, 0.55, 0.704);
    set_share(cell, SUF_TOO_FEW, 0.5, 0.4, 0.6); /* half is told already */
    set_share(cell, SUF_CAUSE_UNSTAFFED, -0.12, -0.2, -0.04);
    set_share(cell, SUF_CAUSE_MISPLACED, -0.06, -0.2, 0.04); /* may be none */
    assert_said(&self, ALL, 0, false,
        "Beds: short of places mostly because places open late: 62 % [55, 70] of the "
        "12,345 people not served from 2021 to 2022; on the other hand it is less "
        "because places are not staffed at once: -12 % [-20, -4].");
    assert_said(&self, ALL, 0, true,
        "床位不足，主要因为名额开放延误：62 % [55, 70]（2021 至 2022 年未获服务者共 "
        "12,345 人）；另一方面，名额未能及时配齐人手使之减少 -12 % [-20, -4]。");
    cell = cell_of(&self, SUF_WHY_WAITING, 1, 1); /* nobody unserved, but some wait */
    cell->total = 3.44;
    set_share(cell, SUF_CAUSE_LATE, 0.3, 0.2, 0.4);
    set_share(cell, SUF_TOO_FEW, 0.45, 0.4, 0.5);
    set_share(cell, SUF_CAUSE_UNEXPECTED, 0.25, 0.2, 0.3); /* 75 % are told already */
    assert_said(&self, 1, 1, false,
        "desk in South: short of places for several reasons: there are too few places "
        "(45 % [40, 50]), places open late (30 % [20, 40]) of the 3.4 people waiting on "
        "average from 2021 to 2022.");
    suf_why_free(&self.why);
}

static void
nobody_without_and_too_few_replications_are_said(void **state)
{
    (void) state;
    bench self;
    setup(&self);
    assert_said(&self, 0, 0, false, "Beds in north: nobody goes without.");
    assert_said(&self, 0, 0, true, "床位（north）：无人未获服务。");
    suf_why_cell *cell = cell_of(&self, SUF_WHY_UNMET, 0, 0);
    cell->total = 10;
    for (int part = 0; part < SUF_N_PARTS; part++) {
        double none = (double) NAN;
        set_share(cell, part, none, none, none);
    }
    assert_said(&self, 0, 0, false,
        "Beds in north: short of places, and so few replications do not tell why: 10 "
        "people not served from 2021 to 2022.");
    cell->total = (double) NAN; /* the plan does not have the service */
    assert_said(&self, 0, 0, false, "");
    suf_why_free(&self.why);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_causes_are_named_and_what_offsets_them),
        cmocka_unit_test(nobody_without_and_too_few_replications_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
