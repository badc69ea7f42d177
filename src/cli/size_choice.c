/* What a question of size is about.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size_choice.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/launch.h"

enum { DEFAULT_REPLICATIONS = 1000 };

static suf_status
refuse(
    const suf_size_wanted *wanted, suf_faults *faults, const char *what, const char *name)
{
    suf_fault_place place = {.file = wanted->path};
    bool has_name = name[0] != '\0';
    suf_faults_add(faults, &place, "%s%s%.80s%s", what, has_name ? " '" : "", name,
        has_name ? "'" : "");
    return SUF_RAISE(SUF_ERROR_SCENARIO);
}

/* Whether a name is of one of the patterns, which commas separate. */
static bool
is_wanted(const char *patterns, const char *name)
{
    char one[200];
    for (const char *at = patterns; *at != '\0';) {
        size_t n = strcspn(at, ",");
        if (n < sizeof one) {
            memcpy(one, at, n);
            one[n] = '\0';
            if (fnmatch(one, name, 0) == 0) {
                return true;
            }
        }
        at += n + (at[n] == ',');
    }
    return false;
}

static suf_status
choose_levers(suf_size_choice *self, const suf_size_wanted *wanted, suf_faults *faults)
{
    const suf_scenario *ordered = wanted->ordered;
    const char *pattern = wanted->pattern;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(ordered->n_levers, sizeof *self->levers, &self->levers));
    if (ordered->n_levers == 0) {
        status = refuse(wanted, faults, "has no levers: nothing may be chosen", "");
        goto out;
    }
    if (pattern == NULL && ordered->n_levers > 1) {
        status = refuse(wanted, faults,
            "has several levers: say which one, with --levers PATTERN", "");
        goto out;
    }
    for (uint32_t i = 0; i < ordered->n_levers; i++) {
        if (pattern == NULL || is_wanted(pattern, ordered->levers[i].name)) {
            self->levers[self->n_levers++] = i;
        }
    }
    if (self->n_levers == 0) {
        status = refuse(wanted, faults, "has no lever", pattern != NULL ? pattern : "");
    }
    for (uint32_t i = 0; status == SUF_OK && i < self->n_levers; i++) {
        const suf_lever_spec *lever = &ordered->levers[self->levers[i]];
        if (lever->n_uses == 0) {
            status = refuse(wanted, faults, "nothing uses the lever", lever->name);
        }
    }
out:
    return status;
}

/* The number of a target or condition among both; SUF_NONE: there is none. */
static uint32_t
find_condition(const suf_scenario *ordered, const char *name)
{
    for (size_t i = 0; i < ordered->n_targets; i++) {
        if (strcmp(ordered->targets[i].target, name) == 0) {
            return (uint32_t) i;
        }
    }
    for (size_t i = 0; i < ordered->n_conditions; i++) {
        if (strcmp(ordered->conditions[i].target, name) == 0) {
            return (uint32_t) (ordered->n_targets + i);
        }
    }
    return SUF_NONE;
}

static suf_status
choose_conditions(
    suf_size_choice *self, const suf_size_wanted *wanted, suf_faults *faults)
{
    const suf_scenario *ordered = wanted->ordered;
    const suf_texts *names = wanted->conditions;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(names->n + 1, sizeof *self->conditions, &self->conditions));
    if (names->n == 0 && ordered->n_conditions != 1) {
        status = refuse(wanted, faults,
            ordered->n_conditions == 0
                ? "has no conditions: write one, or name a target with --condition"
                : "has several conditions: say which, with --condition NAME",
            "");
        goto out;
    }
    for (size_t i = 0; i < names->n; i++) {
        uint32_t found = find_condition(ordered, names->items[i]);
        if (found == SUF_NONE) {
            status =
                refuse(wanted, faults, "has no condition or target", names->items[i]);
            goto out;
        }
        self->conditions[self->n_conditions++] = found;
    }
    if (names->n == 0) {
        self->conditions[self->n_conditions++] = (uint32_t) ordered->n_targets;
    }
out:
    return status;
}

static suf_status
choose_replications(
    suf_size_choice *self, const suf_size_wanted *wanted, suf_faults *faults)
{
    return suf_launch_replications(wanted->ordered, wanted->n_replications,
        DEFAULT_REPLICATIONS, &self->n_replications, faults);
}

suf_status
suf_size_choose(suf_size_choice *self, const suf_size_wanted *wanted, suf_faults *faults)
{
    suf_status status = SUF_OK;
    *self = (suf_size_choice){0};
    SUF_TRY(choose_levers(self, wanted, faults));
    SUF_TRY(choose_conditions(self, wanted, faults));
    SUF_TRY(choose_replications(self, wanted, faults));
out:
    return status;
}

void
suf_size_choice_free(suf_size_choice *self)
{
    free(self->levers);
    free(self->conditions);
    *self = (suf_size_choice){0};
}
