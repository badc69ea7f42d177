/* What the scenarios of one run must have in common.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agreement.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/cause.h"
#include "base/text.h"
#include "scenario/types/taken_away.h"
#include "stats/why.h"

static void
check_dates(const suf_scenario *scenario, const suf_scenario *first, suf_faults *faults)
{
    const char *keys[] = {"start", "end"};
    int32_t found[] = {scenario->start_day, scenario->end_day};
    int32_t expected[] = {first->start_day, first->end_day};
    for (int i = 0; i < 2; i++) {
        if (found[i] != expected[i]) {
            char found_text[11];
            char expected_text[11];
            suf_date_format(found[i], found_text);
            suf_date_format(expected[i], expected_text);
            suf_fault_place place = {.file = scenario->path, .path = keys[i]};
            suf_faults_add(faults, &place,
                "found %s, expected %s as in %s: scenarios of one run have the same "
                "months",
                found_text, expected_text, first->path);
        }
    }
}

/* Whether two tables of points, if they are tables, have the same content. */
static bool
has_same_points(const suf_scenario *scenario, const suf_scenario *first)
{
    const suf_points_spec *here = &scenario->points;
    const suf_points_spec *there = &first->points;
    size_t n_rows = scenario->design.n_rows;
    bool is_same = n_rows == first->design.n_rows &&
                   here->n_columns == there->n_columns &&
                   (here->log_weights == NULL) == (there->log_weights == NULL);
    for (size_t i = 0; is_same && i < here->n_columns; i++) {
        is_same = strcmp(here->columns[i].text, there->columns[i].text) == 0;
    }
    is_same = is_same && (n_rows * here->n_columns == 0 ||
                             memcmp(here->uniforms, there->uniforms,
                                 n_rows * here->n_columns * sizeof *here->uniforms) == 0);
    return is_same &&
           (here->log_weights == NULL || memcmp(here->log_weights, there->log_weights,
                                             n_rows * sizeof *here->log_weights) == 0);
}

/* Scenarios that share random numbers draw their assumptions at the same points. */
static void
check_design(const suf_scenario *scenario, const suf_scenario *first, suf_faults *faults)
{
    const suf_design_spec *here = &scenario->design;
    const suf_design_spec *there = &first->design;
    if (here->kind != there->kind || here->n_points != there->n_points ||
        here->inner != there->inner || here->outer != there->outer ||
        !has_same_points(scenario, first)) {
        suf_fault_place place = {.file = scenario->path, .path = "design"};
        suf_faults_add(faults, &place,
            "found another design, or another nesting, than in %s: scenarios of one run "
            "draw their assumptions alike",
            first->path);
    }
}

static void
check_districts(
    const suf_scenario *scenario, const suf_scenario *first, suf_faults *faults)
{
    suf_fault_place place = {.file = scenario->path, .path = "districts"};
    if (scenario->n_districts != first->n_districts) {
        suf_faults_add(faults, &place,
            "found %zu districts, expected the %zu of %s: scenarios of one run have the "
            "same districts",
            scenario->n_districts, first->n_districts, first->path);
        return;
    }
    for (size_t i = 0; i < scenario->n_districts; i++) {
        const char *found = scenario->districts[i].district;
        const char *expected = first->districts[i].district;
        if (strcmp(found, expected) != 0) {
            suf_faults_add(faults, &place,
                "by name, district %zu: found '%s', expected '%s' as in %s: scenarios of "
                "one run have the same districts",
                i + 1, found, expected, first->path);
        }
    }
}

static void
check_name(const suf_scenario *scenarios, size_t index, suf_faults *faults)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(scenarios[i].name, scenarios[index].name) == 0) {
            suf_fault_place place = {.file = scenarios[index].path, .path = "name"};
            suf_faults_add(faults, &place,
                "found '%s', which is the name of %s too: scenarios of one run have "
                "names of their own, by which results are told apart",
                scenarios[index].name, scenarios[i].path);
            return;
        }
    }
}

/* Amounts of different years' prices cannot be set side by side. */
static void
check_prices(const suf_scenario *scenarios, size_t index, suf_faults *faults)
{
    const suf_costs_spec *costs = &scenarios[index].costs;
    for (size_t i = 0; costs->is_given && i < index; i++) {
        const suf_costs_spec *other = &scenarios[i].costs;
        if (other->is_given && other->price_year != costs->price_year) {
            suf_fault_place place = {
                .file = scenarios[index].path, .path = "costs.prices"};
            suf_faults_add(faults, &place,
                "found prices of %d, expected those of %d as in %s: scenarios of one run "
                "have the same prices",
                (int) costs->price_year, (int) other->price_year, scenarios[i].path);
            return;
        }
    }
}

static bool
is_same_observation(const suf_scenario *scenario, const suf_observation_row *found,
    const suf_scenario *earlier, const suf_observation_row *expected)
{
    bool is_of_service = found->service != SUF_NONE;
    bool is_in_district = found->district != SUF_NONE;
    return found->measure == expected->measure && found->sex == expected->sex &&
           found->age_from == expected->age_from && found->age_to == expected->age_to &&
           found->date_day == expected->date_day &&
           found->over_months == expected->over_months &&
           !(fabs(found->value - expected->value) > 0) &&
           (!(fabs(found->sd - expected->sd) > 0) ||
               (isinf(found->sd) && isinf(expected->sd))) &&
           found->is_registered == expected->is_registered &&
           found->is_held_out == expected->is_held_out &&
           is_of_service == (expected->service != SUF_NONE) &&
           is_in_district == (expected->district != SUF_NONE) &&
           (!is_of_service || strcmp(scenario->services[found->service].name,
                                  earlier->services[expected->service].name) == 0) &&
           (!is_in_district || strcmp(scenario->districts[found->district].district,
                                   earlier->districts[expected->district].district) == 0);
}

/* A file tells of each observation once, by name. */
static void
check_observations(const suf_scenario *scenarios, size_t index, suf_faults *faults)
{
    const suf_scenario *scenario = &scenarios[index];
    for (size_t i = 0; i < scenario->n_observations; i++) {
        const suf_observation_row *found = &scenario->observations[i];
        const suf_observation_row *expected = NULL;
        size_t at = 0;
        while (at < index && expected == NULL) {
            const suf_scenario *earlier = &scenarios[at];
            for (size_t j = 0; expected == NULL && j < earlier->n_observations; j++) {
                const suf_observation_row *other = &earlier->observations[j];
                bool is_it = strcmp(other->observation, found->observation) == 0;
                expected = is_it ? other : NULL;
            }
            at += expected == NULL ? 1 : 0;
        }
        if (expected != NULL &&
            !is_same_observation(scenario, found, &scenarios[at], expected)) {
            suf_text path;
            suf_text_init(&path);
            suf_text_format(&path, "observations.%s", found->observation);
            suf_fault_place place = {.file = scenario->path,
                .path = suf_text_get(&path),
                .hint = "give one of them another name"};
            suf_faults_add(faults, &place,
                "found another '%.80s' than in %s: observations of one name must be the "
                "same in all scenarios of a run",
                found->observation, scenarios[at].path);
            suf_text_free(&path);
        }
    }
}

/* What is named as the question why names a plan without causes must be that. */
static suf_status
check_without(const suf_scenario *scenario, const suf_scenario *plan, suf_faults *faults)
{
    uint32_t told = 0;
    suf_status status = suf_why_mask_of_name(scenario->name, plan->name, &told);
    uint32_t held = suf_taken_away_mask(scenario);
    if (status == SUF_OK && told != 0 && (told != held || plan->without.is_given)) {
        suf_fault_place place = {.file = scenario->path, .path = "name"};
        suf_faults_add(faults, &place,
            "found '%s', which is what suffice why calls %s without those causes of "
            "shortage, and `without` says something else; expected another name",
            scenario->name, plan->name);
    }
    return status;
}

/* Whether the values of an assumption depend on its place among all: a coordinate
 * of balanced points does, and so does what goes with the assumptions before it. */
static bool
is_placed(const suf_scenario *scenario, size_t index)
{
    bool is_placed = scenario->design.kind == SUF_DESIGN_BALANCED;
    for (size_t i = 0; i < scenario->n_correlations; i++) {
        const suf_correlation_spec *row = &scenario->correlations[i];
        is_placed |= row->of_index == index || row->with_index == index;
    }
    return is_placed && scenario->design.kind != SUF_DESIGN_FIXED &&
           scenario->assumptions[index].kind != SUF_ASSUMPTION_VALUE;
}

bool
suf_agreement_places(
    const suf_scenario *scenario, const suf_scenario *earlier, suf_faults *faults)
{
    for (size_t i = 0; i < scenario->n_assumptions; i++) {
        const suf_assumption *found = &scenario->assumptions[i];
        size_t at = 0;
        while (at < earlier->n_assumptions &&
               strcmp(earlier->assumptions[at].name, found->name) != 0) {
            at++;
        }
        if (at < earlier->n_assumptions && at != i &&
            found->kind != SUF_ASSUMPTION_VALUE &&
            earlier->assumptions[at].kind != SUF_ASSUMPTION_VALUE &&
            (is_placed(scenario, i) || is_placed(earlier, at))) {
            suf_fault_place place = {.file = scenario->path,
                .path = "assumptions",
                .hint = "add new ones in an overlay (`extends`) or give them `layer: 1`, "
                        "and give one that is not wanted a fixed `value` instead of "
                        "removing it"};
            suf_faults_add(faults, &place,
                "found '%.80s' at place %zu by layer and name, expected place %zu as in "
                "%s (scenario %.80s): it would be drawn from other random numbers",
                found->name, i + 1, at + 1, earlier->path, earlier->name);
            return false;
        }
    }
    return true;
}

suf_status
suf_agreement_check(const suf_scenario *ordered, size_t n, suf_faults *faults)
{
    size_t n_before = faults->n + faults->n_dropped;
    for (size_t i = 1; i < n; i++) {
        check_dates(&ordered[i], &ordered[0], faults);
        check_design(&ordered[i], &ordered[0], faults);
        check_districts(&ordered[i], &ordered[0], faults);
        check_name(ordered, i, faults);
        check_prices(ordered, i, faults);
        check_observations(ordered, i, faults);
        bool is_placed_alike = true;
        for (size_t j = 0; j < n; j++) {
            suf_status status = check_without(&ordered[i], &ordered[j], faults);
            if (status != SUF_OK) {
                return status;
            }
        }
        for (size_t j = 0; j < i && is_placed_alike; j++) {
            is_placed_alike = suf_agreement_places(&ordered[i], &ordered[j], faults);
        }
    }
    return faults->n + faults->n_dropped == n_before ? SUF_OK
                                                     : SUF_RAISE(SUF_ERROR_SCENARIO);
}
