/* What scenarios are but for their projects, and each project, as text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/types/keys.h"
#include "scenario/write/written_value.h"

/* Keys of a scenario that are not compared here. */
static const char *const left_out[] = {"name", "title", "title_zh", "levers", "projects"};

static bool
is_left_out(const char *line)
{
    for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++) {
        size_t n = strlen(left_out[i]);
        if (strncmp(line, left_out[i], n) == 0 && line[n] == ':') {
            return true;
        }
    }
    return false;
}

/* The resolved text without those keys: in it a line that is not indented begins a key.
 */
static void
add_rest(suf_text *text, const char *resolved)
{
    bool is_out = false;
    for (const char *line = resolved; *line != '\0';) {
        const char *end = strchr(line, '\n');
        size_t n = end != NULL ? (size_t) (end - line) + 1 : strlen(line);
        is_out = *line == ' ' ? is_out : is_left_out(line);
        if (!is_out) {
            suf_text_add_n(text, line, n);
        }
        line += n;
    }
}

static void
add_project(suf_writer *writer, const suf_project_row *row)
{
    const suf_section_info *info = suf_section_get(SUF_SECTION_PROJECT_ROW);
    for (size_t i = 0; i < info->n_keys; i++) {
        const suf_key *key = &info->keys[i];
        int mark = 0;
        if (key->mark_bytes > 0) { /* whether it was given, or which of several was */
            memcpy(&mark, suf_key_held(row, key->mark_offset), key->mark_bytes);
        }
        suf_text_format(&writer->text, "%s%d ", i > 0 ? ", " : "", mark);
        suf_writer_add_value(writer, key, row);
    }
}

suf_status
suf_plan_text_init(suf_plan_text *self, const suf_scenario *scenario)
{
    suf_text rest;
    suf_status status = SUF_OK;
    *self = (suf_plan_text){0};
    suf_text_init(&rest);
    add_rest(&rest, scenario->resolved);
    SUF_TRY(suf_text_take(&rest, &self->rest));
    SUF_TRY(suf_array_new(scenario->n_projects, sizeof *self->projects, &self->projects));
    self->n_projects = scenario->n_projects;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        suf_writer writer = {.scenario = scenario};
        suf_text_init(&writer.text);
        add_project(&writer, &scenario->projects[i]);
        status = suf_text_take(&writer.text, &self->projects[i]);
        suf_text_free(&writer.text);
        SUF_TRY(status);
    }
out:
    suf_text_free(&rest);
    return status;
}

void
suf_plan_text_free(suf_plan_text *self)
{
    for (size_t i = 0; self->projects != NULL && i < self->n_projects; i++) {
        free(self->projects[i]);
    }
    free(self->projects);
    free(self->rest);
    *self = (suf_plan_text){0};
}
