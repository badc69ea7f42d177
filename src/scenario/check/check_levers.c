/* Consistency of levers with what they move.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/calendar.h"
#include "scenario/check/check.h"

#define TELL(column, ...)                                                                \
    suf_reader_fault_row(                                                                \
        self, &self->scenario->projects, i, row->line, (column), __VA_ARGS__)

/* A lever moves all dates of a project: they must stay within the run. */
static void
check_dates(suf_reader *self, size_t i, const suf_lever_spec *lever)
{
    const suf_scenario *scenario = self->scenario;
    const suf_project_row *row = &scenario->projects[i];
    const char *column = row->opens_lever != SUF_NONE ? "opens" : "starts";
    if (scenario->start_day == INT32_MIN || scenario->end_day == INT32_MIN ||
        row->opens_day == INT32_MIN) {
        return; /* told already */
    }
    double first = row->opens_day + lever->grid.least - lever->planned;
    double last = row->opens_day + lever->grid.most - lever->planned;
    if (first < scenario->start_day || last >= scenario->end_day) {
        bool is_first = first < scenario->start_day;
        char date[11];
        suf_date_format((int32_t) (is_first ? first : last), date);
        TELL(column,
            "found the date lever '%.60s', by whose %s it opens on %s, outside the run: "
            "expected an opening from its start to before its end",
            lever->name, is_first ? "least" : "most", date);
    }
}

static void
check_project(suf_reader *self, size_t i)
{
    const suf_scenario *scenario = self->scenario;
    const suf_project_row *row = &scenario->projects[i];
    uint32_t date = row->opens_lever != SUF_NONE ? row->opens_lever : row->starts_lever;
    if (row->opens_lever != SUF_NONE && row->starts_lever != SUF_NONE) {
        TELL("starts",
            "found levers at starts and opens: a lever at one of them moves both");
    } else if (date != SUF_NONE) {
        check_dates(self, i, &scenario->levers[date]);
    }
    if (row->count_lever != SUF_NONE && row->until_day != INT32_MIN &&
        scenario->levers[row->count_lever].grid.most > 1e6) {
        TELL("count", "found a lever of more than 1000000 units of a batch");
    }
    if (row->after[0] != '\0' && date != SUF_NONE) {
        TELL(row->opens_lever != SUF_NONE ? "opens" : "starts",
            "found a date lever of a project that comes after another: its dates follow "
            "from that one's");
    }
    if ((row->after[0] != '\0' || row->is_awaited) && row->count_lever != SUF_NONE &&
        row->until_day != INT32_MIN) {
        TELL("count",
            "found a lever of the units of a batch that comes after another, or that "
            "another comes after: their units go in pairs");
    }
    if (row->places_lever != SUF_NONE && row->service == SUF_NONE) {
        TELL("places", "expected service and places together");
    }
}

void
suf_check_levers(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_projects && self->status == SUF_OK; i++) {
        check_project(self, i);
    }
}
