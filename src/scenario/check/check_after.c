/* Consistency of the stages of projects: which one comes after which.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stage follows what is planned to be open by then: planned dates contradict nothing,
 * and units of two batches go in pairs. */
#include "scenario/check/check.h"

#define TELL(column, ...)                                                                \
    suf_reader_fault_row(                                                                \
        reader, &reader->scenario->projects, i, row->line, (column), __VA_ARGS__)

/* Whether it comes after itself, or after what comes after it. */
static bool
is_in_circle(const suf_scenario *scenario, size_t project)
{
    size_t at = scenario->projects[project].after_index;
    for (size_t n = 0; at != SUF_NONE && n < scenario->n_projects; n++) {
        if (at == project) {
            return true;
        }
        at = scenario->projects[at].after_index;
    }
    return false;
}

static int32_t
first_opening(const suf_project_row *row)
{
    bool is_at_until = row->until_day != INT32_MIN && suf_project_n_units(row) == 1;
    return is_at_until ? row->until_day : row->opens_day;
}

static int32_t
last_opening(const suf_project_row *row)
{
    return row->until_day != INT32_MIN ? row->until_day : row->opens_day;
}

static void
check_dates(suf_reader *reader, size_t i)
{
    const suf_project_row *row = &reader->scenario->projects[i];
    const suf_project_row *before = suf_project_before(reader->scenario, row);
    if (row->opens_day == INT32_MIN || before->opens_day == INT32_MIN) {
        return; /* told already */
    }
    /* Without a start the planned duration is what lies between the two openings. */
    int32_t length = row->starts_day != INT32_MIN ? row->opens_day - row->starts_day : 1;
    if (first_opening(row) - length < first_opening(before) ||
        last_opening(row) - length < last_opening(before)) {
        TELL(row->starts_day != INT32_MIN ? "starts" : "opens",
            "found a stage that is planned to %s before '%.80s', which it comes after, "
            "is planned to have opened",
            row->starts_day != INT32_MIN ? "start" : "open", before->project);
    }
}

/* Of each project whether another comes after it. */
static void
note_awaited(suf_scenario *scenario)
{
    for (size_t i = 0; i < scenario->n_projects; i++) {
        scenario->projects[i].is_awaited = false;
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        uint32_t before = scenario->projects[i].after_index;
        if (before != SUF_NONE) {
            scenario->projects[before].is_awaited = true;
        }
    }
}

void
suf_check_after(suf_reader *reader, const suf_names *projects)
{
    suf_scenario *scenario = reader->scenario;
    bool is_clean = projects->n == scenario->n_projects;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        suf_project_row *row = &scenario->projects[i];
        row->after_index =
            row->after[0] != '\0' ? suf_names_find(projects, row->after) : SUF_NONE;
        if (row->after[0] != '\0' && row->after_index == SUF_NONE && is_clean) {
            const char *near = suf_reader_near(reader, projects, row->after);
            TELL("after", "found project '%.80s', which there is none of%s%.80s%s",
                row->after, near != NULL ? "; did you mean '" : "",
                near != NULL ? near : "", near != NULL ? "'?" : "");
        }
        if (!is_clean) { /* a name stands twice: numbers and rows part */
            row->after_index = SUF_NONE;
        }
    }
    note_awaited(scenario);
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        const suf_project_row *before = suf_project_before(scenario, row);
        if (before == NULL) {
            continue;
        }
        uint32_t n = suf_project_n_units(before);
        if (is_in_circle(scenario, i)) {
            TELL("after", "found projects that come after each other in a circle");
        } else if (n != 1 && n != suf_project_n_units(row)) {
            TELL("after",
                "found a stage of %u units after a batch of %u, expected as many: each "
                "comes after one of them",
                suf_project_n_units(row), n);
        } else {
            check_dates(reader, i);
        }
    }
}
