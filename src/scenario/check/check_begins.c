/* Consistency of what policies begin: which project, and what it may not be.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "scenario/check/check.h"
#include "scenario/types/project_facts.h"

/* A fault about what the policy begins. */
#define TELL(...)                                                                        \
    do {                                                                                 \
        char path[200];                                                                  \
        (void) snprintf(path, sizeof path, "policies.%.120s.do.begin", policy->name);    \
        suf_reader_fault_at(reader, path, __VA_ARGS__);                                  \
    } while (false)

static void
check_begun(suf_reader *reader, size_t index, const suf_project_row *row)
{
    const suf_policy_spec *policy = &reader->scenario->policies[index];
    if (row->begun_by != SUF_NONE) {
        TELL("found '%.80s', which policy '%.80s' begins, expected one policy for it",
            row->project, reader->scenario->policies[row->begun_by].name);
    }
    if (row->after[0] != '\0') {
        TELL("found '%.80s', which comes after '%.80s', expected the first of such "
             "stages: those that come after follow",
            row->project, row->after);
    }
    if (row->opened[0] != '\0' || row->cancelled[0] != '\0' ||
        row->known_day != INT32_MIN) {
        TELL("found '%.80s', of which it is known what became of it, expected a project "
             "that is not begun",
            row->project);
    }
    if (row->service != SUF_NONE && row->places < 0) {
        TELL("found '%.80s', which closes places, expected one that is built; a policy "
             "closes with close",
            row->project);
    }
}

void
suf_check_begins(suf_reader *reader, const suf_names *projects)
{
    suf_scenario *scenario = reader->scenario;
    bool is_clean = projects->n == scenario->n_projects;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        suf_project_row *row = &scenario->projects[i];
        bool has_begin = row->starts_day != INT32_MIN && row->opens_day != INT32_MIN;
        row->begun_by = SUF_NONE;
        row->planned_days = has_begin ? (double) row->opens_day - row->starts_day : 0;
    }
    for (size_t i = 0; i < scenario->n_policies; i++) {
        suf_policy_spec *policy = &scenario->policies[i];
        policy->begin_index = SUF_NONE;
        if (!policy->has_begin || !is_clean) {
            continue;
        }
        policy->begin_index = suf_names_find(projects, policy->begin);
        if (policy->begin_index == SUF_NONE) {
            const char *near = suf_reader_near(reader, projects, policy->begin);
            TELL("found project '%.80s', which there is none of%s%.80s%s", policy->begin,
                near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
                near != NULL ? "'?" : "");
            continue;
        }
        suf_project_row *row = &scenario->projects[policy->begin_index];
        check_begun(reader, i, row);
        row->begun_by = (uint32_t) i;
    }
}
