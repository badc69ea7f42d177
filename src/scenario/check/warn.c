/* Warnings: what is odd in a scenario without fault, but may be meant.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "warn.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "random/assumption_distribution.h"
#include "scenario/check/check_points.h"

/* An overlay that bears the name of the scenario below it: two of one run, and their
 * results, cannot be told apart. */
static void
warn_name(suf_reader *self)
{
    const suf_entry *extends = suf_node_find(self->root, "extends");
    const suf_entry *name = suf_node_find(self->root, "name");
    if (extends == NULL || name == NULL) {
        return;
    }
    const suf_source *over = extends->value->place.source;
    const suf_source *of_name = name->value->place.source;
    if (of_name != over && of_name->device != 0) { /* not of the command line */
        suf_reader_fault(self, &extends->place, NULL,
            "an overlay without a name bears that of the scenario below, '%.80s': their "
            "results cannot be told apart; expected the key 'name'",
            self->scenario->name);
    }
}

/* A text that was read as something else than UTF-8: it was likely meant. */
static void
warn_encoding(suf_reader *self)
{
    const suf_source *told = NULL;
    const suf_source *root = self->root->place.source;
    for (size_t i = 0; i <= self->n_origins; i++) {
        const suf_source *source = i > 0 ? self->origins[i - 1].source : root;
        if (source != NULL && source->is_gb18030 && source != told) {
            suf_place place = {source, 0, 0};
            suf_reader_fault(self, &place, NULL,
                "not in UTF-8: read as GB18030, the encoding of Chinese spreadsheets; "
                "saved as CSV UTF-8 it can be read everywhere");
            told = source;
        }
    }
}

/* A triangle with one side this many times as long as the other is a slip of two digits
 * more often than meant. */
enum { LONGER_SIDE = 50 };

/* A spread so wide that its mean says little, and a triangle of which one side is out of
 * proportion. */
static void
warn_spread(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_assumptions; i++) {
        const suf_assumption *one = &scenario->assumptions[i];
        const double *a = one->a;
        bool has_cv =
            one->kind == SUF_ASSUMPTION_LOGNORMAL || one->kind == SUF_ASSUMPTION_GAMMA;
        char path[200];
        (void) snprintf(path, sizeof path, "assumptions.%.100s", one->name);
        if (one->kind == SUF_ASSUMPTION_TRIANGULAR && a[0] < a[1] && a[1] < a[2] &&
            fmax(a[2] - a[1], a[1] - a[0]) >
                LONGER_SIDE * fmin(a[2] - a[1], a[1] - a[0])) {
            bool is_high = a[2] - a[1] > a[1] - a[0];
            suf_reader_fault_at(self, path,
                "found %s %.6g, %.6g times as far from the mode %.6g as %s",
                is_high ? "high" : "low", is_high ? a[2] : a[0],
                is_high ? (a[2] - a[1]) / (a[1] - a[0]) : (a[1] - a[0]) / (a[2] - a[1]),
                a[1], is_high ? "low" : "high");
        }
        if (has_cv && a[1] > 3) {
            suf_reader_fault_at(self, path,
                "found a cv of %.6g: its standard deviation is as many times its mean",
                a[1]);
        }
    }
}

/* A shock that no other assumption shares, and a correlation with what never varies. */
static void
warn_shocks(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    char path[300];
    for (size_t i = 0; i < scenario->n_assumptions; i++) {
        const suf_assumption *one = &scenario->assumptions[i];
        bool is_shared = one->ar1.shock == NULL || one->ar1.shock[0] == '\0';
        for (size_t j = 0; !is_shared && j < scenario->n_assumptions; j++) {
            const char *other = scenario->assumptions[j].ar1.shock;
            is_shared = j != i && other != NULL && strcmp(other, one->ar1.shock) == 0;
        }
        if (!is_shared) {
            (void) snprintf(path, sizeof path, "assumptions.%.100s.ar1.shock", one->name);
            suf_reader_fault_at(self, path,
                "without effect: no other assumption shares the shock '%.80s'",
                one->ar1.shock);
        }
    }
    for (size_t i = 0; i < scenario->n_correlations; i++) {
        const suf_correlation_spec *row = &scenario->correlations[i];
        if (scenario->assumptions[row->of_index].kind == SUF_ASSUMPTION_VALUE ||
            scenario->assumptions[row->with_index].kind == SUF_ASSUMPTION_VALUE) {
            (void) snprintf(path, sizeof path, "correlations.%.100s", row->name);
            suf_reader_fault_at(self, path,
                "without effect: an assumption of one value goes together with nothing");
        }
    }
}

double
suf_warn_middle(const suf_reader *self, const suf_number *number)
{
    if (number->assumption == SUF_NONE) {
        return number->value;
    }
    const suf_assumption *assumption = &self->scenario->assumptions[number->assumption];
    return number->value * suf_assumption_value(
                               assumption->kind, assumption->a, &assumption->points, 0.5);
}

void
suf_warn(suf_reader *self)
{
    suf_faults *faults = self->faults;
    size_t before = self->n_faults_before;
    self->faults = &self->scenario->warnings;
    self->n_faults_before = 0;
    warn_name(self);
    warn_encoding(self);
    warn_shocks(self);
    suf_warn_points(self);
    warn_spread(self);
    suf_warn_unused(self);
    suf_warn_tables(self);
    suf_warn_people(self);
    suf_warn_services(self);
    suf_warn_delivery(self);
    suf_warn_facts(self);
    self->faults = faults;
    self->n_faults_before = before;
}
