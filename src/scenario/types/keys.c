/* The one table of keys: finding in it, and saying what a key expects.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/terms.h"
#include "base/text.h"
#include "scenario/types/scenario.h"

static const suf_choice kinds[] = {
    {"stay", SUF_KIND_STAY}, {"intake", SUF_KIND_INTAKE}, {"visit", SUF_KIND_VISIT}};
static const suf_choice sexes[] = {
    {"F", SUF_FEMALE}, {"M", SUF_MALE}, {"both", SUF_BOTH_SEXES}};
static const suf_choice disciplines[] = {{"fifo", SUF_DISCIPLINE_FIFO},
    {"priority", SUF_DISCIPLINE_PRIORITY}, {"lottery", SUF_DISCIPLINE_LOTTERY},
    {"none", SUF_DISCIPLINE_NONE}, {"preemptive", SUF_DISCIPLINE_PREEMPTIVE},
    {"retrial", SUF_DISCIPLINE_RETRIAL}};
static const suf_choice lists[] = {
    {"district", SUF_LIST_DISTRICT}, {"city", SUF_LIST_CITY}};
static const suf_choice deaths[] = {
    {"competing", SUF_DEATH_COMPETING}, {"included", SUF_DEATH_INCLUDED}};
static const suf_choice betweens[] = {{"step", 0}, {"linear", 1}};
static const suf_choice evidence_grades[] = {{"A", 'A'}, {"B", 'B'}, {"C", 'C'}};

static const suf_choice measures[] = {{"count", SUF_MEASURE_COUNT},
    {"added", SUF_MEASURE_ADDED}, {"done", SUF_MEASURE_DONE},
    {"places_per_1000", SUF_MEASURE_PLACES_PER_1000},
    {"share_with", SUF_MEASURE_SHARE_WITH}, {"share_within", SUF_MEASURE_SHARE_WITHIN},
    {"share_placed", SUF_MEASURE_SHARE_PLACED},
    {"share_admitted", SUF_MEASURE_SHARE_ADMITTED},
    {"utilisation", SUF_MEASURE_UTILISATION}, {"queue", SUF_MEASURE_QUEUE},
    {"share_refused", SUF_MEASURE_SHARE_REFUSED}, {"inequality", SUF_MEASURE_INEQUALITY},
    {"access", SUF_MEASURE_ACCESS}, {"waiting", SUF_MEASURE_WAITING}};
static const suf_choice ratios[] = {{"places", SUF_RATIO_PLACES},
    {"served", SUF_RATIO_SERVED}, {"within", SUF_RATIO_WITHIN},
    {"access", SUF_RATIO_ACCESS}};
static const suf_choice inequalities[] = {{"worst_to_best", SUF_INEQUALITY_WORST_TO_BEST},
    {"variation", SUF_INEQUALITY_VARIATION}, {"gini", SUF_INEQUALITY_GINI},
    {"theil", SUF_INEQUALITY_THEIL}};
static const suf_choice decays[] = {
    {"uniform", SUF_DECAY_UNIFORM}, {"gaussian", SUF_DECAY_GAUSSIAN}};
static const suf_choice cost_pers[] = {{"project", SUF_COST_PER_PROJECT},
    {"place", SUF_COST_PER_PLACE}, {"unit", SUF_COST_PER_UNIT}};
static const suf_choice budgets[] = {
    {"capital", SUF_BUDGET_CAPITAL}, {"all", SUF_BUDGET_ALL}};
static const suf_choice observeds[] = {{"births", SUF_OBSERVED_BIRTHS},
    {"deaths", SUF_OBSERVED_DEATHS}, {"moves_in", SUF_OBSERVED_MOVES_IN},
    {"moves_out", SUF_OBSERVED_MOVES_OUT}, {"residents", SUF_OBSERVED_RESIDENTS},
    {"requests", SUF_OBSERVED_REQUESTS}, {"admissions", SUF_OBSERVED_ADMISSIONS},
    {"refusals", SUF_OBSERVED_REFUSALS}, {"occupancy", SUF_OBSERVED_OCCUPANCY},
    {"occupancy_end", SUF_OBSERVED_OCCUPANCY_END}, {"waiting", SUF_OBSERVED_WAITING},
    {"waiting_end", SUF_OBSERVED_WAITING_END}, {"applicants", SUF_OBSERVED_APPLICANTS},
    {"placed", SUF_OBSERVED_PLACED}, {"unplaced", SUF_OBSERVED_UNPLACED},
    {"pupils_in", SUF_OBSERVED_PUPILS_IN}, {"visits", SUF_OBSERVED_VISITS},
    {"served", SUF_OBSERVED_SERVED}, {"visits_refused", SUF_OBSERVED_VISITS_REFUSED}};
static const suf_choice people_bases[] = {{"resident", 0}, {"registered", 1}};
static const suf_choice comparisons[] = {{"at_least", 0}, {"at_most", 1}};
static const suf_choice bases[] = {{"stated", 0}, {"assumed", 1}};

/* "sobol" is what the default was called, and was, before there were balanced points. */
static const suf_choice designs[] = {{"balanced", SUF_DESIGN_BALANCED},
    {"random", SUF_DESIGN_RANDOM}, {"lhs", SUF_DESIGN_LHS}, {"fixed", SUF_DESIGN_FIXED},
    {"sobol", SUF_DESIGN_BALANCED}};

static const suf_choice ar1_scales[] = {
    {"log", SUF_AR1_LOG}, {"logit", SUF_AR1_LOGIT}, {"linear", SUF_AR1_LINEAR}};

static const suf_choice policy_measures[] = {{"utilisation", SUF_MEASURE_UTILISATION},
    {"queue", SUF_MEASURE_QUEUE}, {"share_refused", SUF_MEASURE_SHARE_REFUSED},
    {"requests", SUF_MEASURE_REQUESTS}};

static const suf_choices choices[SUF_N_CHOICES] = {
    [SUF_CHOICE_KIND] = {kinds, 3, sizeof(suf_service_kind)},
    [SUF_CHOICE_SEX] = {sexes, 2, sizeof(suf_sex)},
    [SUF_CHOICE_SEX_OR_BOTH] = {sexes, 3, sizeof(suf_sex)},
    [SUF_CHOICE_DISCIPLINE] = {disciplines, 6, sizeof(suf_discipline)},
    [SUF_CHOICE_LIST] = {lists, 2, sizeof(suf_list_scope)},
    [SUF_CHOICE_DEATH] = {deaths, 2, sizeof(suf_death_rule)},
    [SUF_CHOICE_BETWEEN] = {betweens, 2, 1},
    [SUF_CHOICE_EVIDENCE] = {evidence_grades, 3, 1},
    [SUF_CHOICE_MEASURE] = {measures, sizeof measures / sizeof measures[0],
        sizeof(suf_measure)},
    [SUF_CHOICE_COMPARISON] = {comparisons, 2, 1},
    [SUF_CHOICE_BASIS] = {bases, 2, 1},
    [SUF_CHOICE_AR1_SCALE] = {ar1_scales, 3, sizeof(suf_ar1_scale)},
    [SUF_CHOICE_RATIO] = {ratios, 4, sizeof(suf_ratio)},
    [SUF_CHOICE_INEQUALITY] = {inequalities, 4, sizeof(suf_inequality)},
    [SUF_CHOICE_DECAY] = {decays, 2, sizeof(suf_decay)},
    [SUF_CHOICE_COST_PER] = {cost_pers, 3, sizeof(suf_cost_per)},
    [SUF_CHOICE_BUDGET] = {budgets, 2, sizeof(suf_budget_of)},
    [SUF_CHOICE_OBSERVED] = {observeds, SUF_N_OBSERVED - 1, sizeof(suf_observed)},
    [SUF_CHOICE_PEOPLE] = {people_bases, 2, 1},
    [SUF_CHOICE_POLICY_MEASURE] = {policy_measures, 4, sizeof(suf_measure)},
    [SUF_CHOICE_DESIGN] = {designs, 5, sizeof(suf_design_kind)},
};

static const char *const months[12] = {"january", "february", "march", "april", "may",
    "june", "july", "august", "september", "october", "november", "december"};

static const struct {
    const char *name, *formerly;
} remarks[] = {
    {"evidence", "confidence"}, {"source", NULL}, {"note", NULL}, {"method", NULL}};

const suf_choices *
suf_choices_get(suf_choice_set set)
{
    return &choices[set];
}

const suf_choice *
suf_choice_find(suf_choice_set set, const char *word)
{
    for (size_t i = 0; i < choices[set].n; i++) {
        if (strcmp(choices[set].items[i].word, word) == 0) {
            return &choices[set].items[i];
        }
    }
    return NULL;
}

const suf_key *
suf_key_find(suf_section section, const char *name)
{
    const suf_section_info *info = suf_section_get(section);
    for (size_t i = 0; i < info->n_keys; i++) {
        if (strcmp(info->keys[i].name, name) == 0) {
            return &info->keys[i];
        }
    }
    return NULL;
}

const suf_key *
suf_key_find_former(suf_section section, const char *name)
{
    const suf_section_info *info = suf_section_get(section);
    for (size_t i = 0; i < info->n_keys; i++) {
        const char *formerly = info->keys[i].formerly;
        if (formerly != NULL && strcmp(formerly, name) == 0) {
            return &info->keys[i];
        }
    }
    return NULL;
}

const char *
suf_key_near(suf_section section, const char *name)
{
    const suf_section_info *info = suf_section_get(section);
    const char *best = NULL;
    size_t least = suf_text_slip(name) + 1;
    for (size_t i = 0; i < info->n_keys; i++) {
        size_t distance = suf_text_distance(name, info->keys[i].name, least - 1);
        if (distance < least) {
            least = distance;
            best = info->keys[i].name;
        }
    }
    return best;
}

bool
suf_rows_are_named(suf_section section)
{
    const suf_section_info *info = suf_section_get(section);
    return info->name_offset != SUF_NO_MEMBER && info->value == NULL;
}

const suf_key *
suf_rows_name(suf_section section)
{
    const suf_section_info *info = suf_section_get(section);
    for (size_t i = 0; info->name_offset != SUF_NO_MEMBER && i < info->n_keys; i++) {
        if (info->keys[i].offset == info->name_offset) {
            return &info->keys[i];
        }
    }
    return NULL;
}

size_t
suf_rows_ids(suf_section section, const suf_key *ids[SUF_MOST_IDS])
{
    const suf_section_info *info = suf_section_get(section);
    size_t n = 0;
    if (suf_rows_are_named(section)) {
        ids[n++] = suf_rows_name(section);
        return n;
    }
    for (size_t i = 0; i < info->n_keys && strcmp(info->keys[i].name, info->value) != 0;
         i++) {
        const suf_key *key = &info->keys[i];
        bool is_name = key->is_required || key->type != SUF_KEY_PLAIN; /* no latitude */
        if (is_name && n < SUF_MOST_IDS) {
            ids[n++] = key;
        }
    }
    return n;
}

const char *
suf_column_remark(const char *name)
{
    for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++) {
        if (strcmp(remarks[i].name, name) == 0) {
            return remarks[i].name;
        }
    }
    return NULL;
}

bool
suf_column_is_remark(const char *name)
{
    return suf_column_remark(name) != NULL;
}

const char *
suf_column_find_former_remark(const char *name)
{
    for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++) {
        if (remarks[i].formerly != NULL && strcmp(remarks[i].formerly, name) == 0) {
            return remarks[i].name;
        }
    }
    return NULL;
}

const char *
suf_column_remark_at(size_t i)
{
    return i < sizeof remarks / sizeof remarks[0] ? remarks[i].name : NULL;
}

const char *
suf_month_name(unsigned i)
{
    return months[i];
}

/* The limits of a key, as " from 0 to 1". */
static void
range_text(const suf_key *key, char text[100])
{
    bool has_low = isfinite(key->minimum);
    bool has_high = isfinite(key->maximum);
    text[0] = '\0';
    if (key->minimum == 0 && key->maximum == 0) {
        return;
    }
    const char *unit =
        key->dimension == SUF_DIMENSION_DURATION && key->minimum != 0 ? " days" : "";
    if (has_low && has_high && key->is_above) {
        (void) snprintf(text, 100, ", above %.10g and at most %.10g%s", key->minimum,
            key->maximum, unit);
    } else if (has_low && has_high) {
        (void) snprintf(
            text, 100, " from %.10g to %.10g%s", key->minimum, key->maximum, unit);
    } else if (has_low) {
        (void) snprintf(text, 100,
            key->is_above ? ", above %.10g%s" : ", %.10g or more%s", key->minimum, unit);
    }
}

static void
choice_text(const suf_key *key, char text[300])
{
    const suf_choices *set = &choices[key->detail];
    size_t n = 0;
    for (size_t i = 0; i < set->n && n < 250; i++) {
        const char *between = i == 0 ? "" : i + 1 == set->n ? " or " : ", ";
        int added = snprintf(text + n, 300 - n, "%s%s", between, set->items[i].word);
        n += added > 0 ? (size_t) added : 0;
    }
}

/* What a number looks like: of its dimension, where it has one. */
static const char *
number_text(const suf_key *key)
{
    if (key->type == SUF_KEY_NUMBER && key->detail != 0) {
        return "a whole number";
    }
    return key->type == SUF_KEY_PLAIN && key->dimension == SUF_DIMENSION_NONE
               ? "a number"
               : suf_dimension_get(key->dimension)->example;
}

void
suf_key_expected(const suf_key *key, char text[300])
{
    const suf_type *type = suf_type_of(key);
    char range[100] = "";
    if (key->type == SUF_KEY_CHOICE) {
        choice_text(key, text);
        return;
    }
    if (type->has_range) {
        range_text(key, range);
    }
    (void) snprintf(text, 300, "%s%s%s%s",
        type->expects != NULL ? type->expects : number_text(key), range,
        key->is_unbounded ? ", or inf" : "",
        key->type == SUF_KEY_NUMBER && key->detail == 0 ? ", or $assumption" : "");
}
