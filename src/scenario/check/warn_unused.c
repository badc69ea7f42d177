/* Warnings: what is written in a scenario and used by nothing else in it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cause.h"
#include "base/memory.h"
#include "scenario/check/check.h"
#include "scenario/check/warn.h"
#include "scenario/types/taken_away.h"

enum { MOST_GROUPED = 5000 }; /* rows whose groups are compared with all others */

/* Assumptions that overlays and the command line add, and nothing uses, are told of by
 * the check: here those of the scenario itself, but for those that an overlay leaves
 * without use, as `projects: {replace: ...}` may. */
static void
warn_assumptions(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_assumptions; i++) {
        const suf_assumption *assumption = &scenario->assumptions[i];
        if (assumption->uses == 0 && !assumption->is_used_below) {
            char path[200];
            (void) snprintf(
                path, sizeof path, "assumptions.%.120s", scenario->assumptions[i].name);
            suf_reader_fault_at(self, path,
                "without effect: an assumption that nothing uses, expected $%.80s "
                "somewhere",
                scenario->assumptions[i].name);
        }
    }
}

static void
warn_levers(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_levers; i++) {
        const suf_lever_spec *lever = &scenario->levers[i];
        if (lever->n_uses == 0) {
            char path[200];
            (void) snprintf(path, sizeof path, "levers.%.120s", lever->name);
            suf_reader_fault_at(self, path,
                "without effect: a lever that nothing uses, expected $%.80s somewhere",
                lever->name);
        }
    }
}

static bool
is_of_class(const suf_scenario *scenario, size_t class)
{
    bool is_used = false;
    for (size_t i = 0; !is_used && i < scenario->n_stock; i++) {
        is_used = scenario->stock[i].asset_index == class;
    }
    for (size_t i = 0; !is_used && i < scenario->n_projects; i++) {
        is_used = scenario->projects[i].asset_index == class;
    }
    for (size_t i = 0; !is_used && i < scenario->n_works; i++) {
        is_used = scenario->works[i].asset_index == class;
    }
    return is_used;
}

static void
warn_classes(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_assets; i++) {
        bool is_measured = false;
        for (size_t j = 0; !is_measured && j < scenario->n_targets; j++) {
            is_measured = suf_target_is_of_assets(&scenario->targets[j]) &&
                          scenario->targets[j].of_index == i;
        }
        for (size_t j = 0; !is_measured && j < scenario->n_conditions; j++) {
            is_measured = suf_target_is_of_assets(&scenario->conditions[j]) &&
                          scenario->conditions[j].of_index == i;
        }
        /* Of a class that is measured and is not there, the target tells. */
        if (!is_measured && !is_of_class(scenario, i)) {
            char path[200];
            (void) snprintf(path, sizeof path, "assets.%.120s", scenario->assets[i].name);
            suf_reader_fault_at(self, path,
                "without effect: a class of assets that no stock, project, works or "
                "target names");
        }
    }
}

/* True when assets of a class come to be in a state. */
static bool
is_given(const suf_scenario *scenario, uint32_t class, const char *state)
{
    bool is_there = false;
    for (size_t i = 0; !is_there && i < scenario->n_stock; i++) {
        const suf_stock_row *row = &scenario->stock[i];
        is_there = row->asset_index == class && strcmp(row->state, state) == 0;
    }
    for (size_t i = 0; !is_there && i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        is_there = row->asset_index == class && strcmp(row->state, state) == 0;
    }
    for (size_t i = 0; !is_there && i < scenario->n_works; i++) {
        const suf_works_spec *works = &scenario->works[i];
        is_there = works->asset_index == class && strcmp(works->state, state) == 0;
    }
    return is_there;
}

/* True when assets of a class come to be in a state other than `open`, the default. */
static bool
has_named_state(const suf_scenario *scenario, uint32_t class)
{
    bool is_there = false;
    for (size_t i = 0; !is_there && i < scenario->n_stock; i++) {
        const suf_stock_row *row = &scenario->stock[i];
        is_there = row->asset_index == class && strcmp(row->state, "open") != 0;
    }
    for (size_t i = 0; !is_there && i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        is_there = row->asset_index == class && strcmp(row->state, "open") != 0;
    }
    for (size_t i = 0; !is_there && i < scenario->n_works; i++) {
        is_there = scenario->works[i].asset_index == class;
    }
    return is_there;
}

static void
warn_target_states(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_targets; i++) {
        const suf_target_row *row = &scenario->targets[i];
        if (!suf_target_is_of_assets(row) ||
            is_given(scenario, row->of_index, row->state)) {
            continue;
        }
        /* A plan that is left out leaves its targets without what they are of. */
        if (has_named_state(scenario, row->of_index)) {
            suf_reader_fault_row(self, &scenario->targets, i, row->line, "state",
                "no stock, project or works gives assets '%.60s' in the state '%.60s' "
                "that this target counts",
                row->of, row->state);
        }
    }
}

/* True when a state is told of: that of a class which targets measure, in others only.
 * `open` is what everything is that is not said to be otherwise. */
static bool
is_odd_state(const suf_scenario *scenario, uint32_t class, const char *state)
{
    bool is_measured = false;
    for (size_t i = 0; i < scenario->n_targets; i++) {
        const suf_target_row *row = &scenario->targets[i];
        if (suf_target_is_of_assets(row) && row->of_index == class) {
            if (strcmp(row->state, state) == 0 ||
                !is_given(scenario, class, row->state)) {
                return false; /* of a target without assets it tells itself */
            }
            is_measured = true;
        }
    }
    return is_measured && strcmp(state, "open") != 0;
}

static void
warn_states(suf_reader *self)
{
    static const char text[] =
        "found the state '%.60s' of '%.60s', which no target measures: it measures "
        "others of them";
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_stock; i++) {
        const suf_stock_row *row = &scenario->stock[i];
        if (is_odd_state(scenario, row->asset_index, row->state)) {
            suf_reader_fault_row(self, &scenario->stock, i, row->line, "state", text,
                row->state, row->asset);
        }
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        if (row->asset_index != SUF_NONE &&
            is_odd_state(scenario, row->asset_index, row->state)) {
            suf_reader_fault_row(self, &scenario->projects, i, row->line, "state", text,
                row->state, row->asset);
        }
    }
    for (size_t i = 0; i < scenario->n_works; i++) {
        const suf_works_spec *works = &scenario->works[i];
        if (is_odd_state(scenario, works->asset_index, works->state)) {
            char path[200];
            (void) snprintf(path, sizeof path, "works.%.120s.state", works->name);
            suf_reader_fault_at(self, path, text, works->state, works->asset);
        }
    }
}

/* A unit that is neither a place of anything nor one of a group that a target counts. */
static void
warn_units(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_units; i++) {
        bool is_used = false;
        for (size_t j = 0; !is_used && j < scenario->n_targets; j++) {
            is_used = strcmp(scenario->targets[j].over, scenario->units[i].group) == 0;
        }
        for (size_t j = 0; !is_used && j < scenario->n_units; j++) {
            /* Another group of some size may be there to be looked at. */
            is_used =
                j != i && strcmp(scenario->units[j].group, scenario->units[i].group) == 0;
        }
        for (size_t j = 0; !is_used && j < scenario->n_stock; j++) {
            is_used = scenario->stock[j].unit_index == i;
        }
        for (size_t j = 0; !is_used && j < scenario->n_projects; j++) {
            is_used = scenario->projects[j].unit_index == i;
        }
        if (!is_used) {
            suf_reader_fault_row(self, &scenario->units, i, scenario->units[i].line,
                "group",
                "found '%.60s', the only one of the group '%.60s', which no target, "
                "stock or project uses",
                scenario->units[i].unit, scenario->units[i].group);
        }
    }
}

/* A group of one member whose name is nearly that of another group. */
static void
warn_group(suf_reader *self, const void *table, const char *const *groups, size_t n,
    size_t i, uint32_t line)
{
    suf_names others;
    suf_names_init(&others);
    size_t n_same = 0;
    for (size_t j = 0; j < n; j++) {
        uint32_t number = 0;
        bool is_same = strcmp(groups[j], groups[i]) == 0;
        n_same += is_same;
        if (!is_same && groups[j][0] != '\0') {
            (void) suf_reader_ok(self, suf_names_add(&others, groups[j], &number));
        }
    }
    const char *near =
        n_same == 1 && groups[i][0] != '\0' ? suf_names_near(&others, groups[i]) : NULL;
    if (near != NULL) {
        suf_reader_fault_row(self, table, i, line, "group",
            "found the group '%.60s', of which nothing else is; did you mean '%.60s'?",
            groups[i], near);
    }
    suf_names_free(&others);
}

static void
warn_groups(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    size_t n = scenario->n_units > scenario->n_districts ? scenario->n_units
                                                         : scenario->n_districts;
    const char **groups = NULL;
    if (n > MOST_GROUPED ||
        !suf_reader_ok(self, suf_array_new(n, sizeof *groups, &groups))) {
        return;
    }
    for (size_t i = 0; i < scenario->n_districts; i++) {
        groups[i] = scenario->districts[i].group;
    }
    for (size_t i = 0; i < scenario->n_districts; i++) {
        warn_group(self, &scenario->districts, groups, scenario->n_districts, i,
            scenario->districts[i].line);
    }
    for (size_t i = 0; i < scenario->n_units; i++) {
        groups[i] = scenario->units[i].group;
    }
    for (size_t i = 0; i < scenario->n_units; i++) {
        warn_group(self, &scenario->units, groups, scenario->n_units, i,
            scenario->units[i].line);
    }
    free((void *) groups);
}

/* Zones serve services that have their places in them, and the targets of access, each
 * those of its kind. */
static void
warn_zones(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_zones; i++) {
        const suf_zone_row *zone = &scenario->zones[i];
        bool is_used = suf_check_is_zoned(scenario);
        for (size_t j = 0; !is_used && j < scenario->n_targets; j++) {
            const suf_target_row *row = &scenario->targets[j];
            is_used = suf_target_is_within(row) &&
                      (row->zones[0] == '\0' || strcmp(row->zones, zone->kind) == 0);
        }
        if (!is_used) {
            suf_reader_fault_row(self, &scenario->zones, i, zone->line, "kind",
                "without effect: no target share_within is of zones '%.60s'", zone->kind);
        }
    }
}

/* Causes that are taken away and cannot act. */
static void
warn_without(suf_reader *self)
{
    uint32_t idle =
        suf_taken_away_mask(self->scenario) & ~suf_causes_that_act(self->scenario);
    const suf_entry *section = suf_node_find(self->root, "without");
    for (int cause = 0; section != NULL && cause < SUF_N_CAUSES; cause++) {
        const char *name = suf_cause_words_of(cause)->name;
        const suf_entry *entry = suf_node_find(section->value, name);
        if (entry != NULL && suf_cause_is_in(idle, cause)) {
            char path[40];
            (void) snprintf(path, sizeof path, "without.%s", name);
            suf_reader_fault(self, &entry->value->place, path,
                "without effect: this cause cannot act in the scenario");
        }
    }
}

void
suf_warn_unused(suf_reader *self)
{
    warn_without(self);
    warn_assumptions(self);
    warn_levers(self);
    warn_classes(self);
    warn_target_states(self);
    warn_states(self);
    warn_units(self);
    warn_zones(self);
    warn_groups(self);
}
