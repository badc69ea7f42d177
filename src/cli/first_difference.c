/* The first event at which replications of two scenarios part, and why.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "first_difference.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/told_replication.h"

enum { MOST_TOLD = 6, LINE_BYTES = 700 };

typedef struct told_line {
    double days;
    char text[LINE_BYTES];
} told_line;

/* One of the two, as far as it has been followed. */
typedef struct side {
    suf_told_replication told;
    suf_story story;
    suf_layout_map map;
    suf_observer observer; /* borrowed by the replication */
    told_line *lines;      /* [n] not yet compared from `first` on; owned */
    size_t first, n, capacity;
    bool is_over;
    suf_status status;
} side;

static void
take_line(void *taker, const char *date, const suf_story_line *line)
{
    side *self = taker;
    if (self->status == SUF_OK) {
        self->status = suf_array_grow(
            &self->lines, &self->capacity, self->n + 1, sizeof *self->lines);
    }
    if (self->status != SUF_OK) {
        return;
    }
    told_line *to = &self->lines[self->n++];
    char number[40] = "";
    char waited[60] = "";
    if (!isnan(line->number)) {
        (void) snprintf(number, sizeof number, " %.10g", line->number);
    }
    if (line->waited > 0) {
        (void) snprintf(waited, sizeof waited, " after %.9g days", line->waited);
    }
    const char *parts[] = {line->event, line->service, line->home,
        line->site[0] != '\0' && strcmp(line->site, line->home) != 0 ? "at" : "",
        strcmp(line->site, line->home) != 0 ? line->site : ""};
    const char *ends[] = {
        line->class[0] != '\0' ? "class" : "", line->class, line->detail, line->person};
    to->days = line->time_days;
    int used = snprintf(to->text, LINE_BYTES, "%s %.9g ", date, line->time_days);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        used += snprintf(to->text + used, LINE_BYTES - (size_t) used, "%s%.100s",
            parts[i][0] != '\0' ? " " : "", parts[i]);
    }
    used += snprintf(to->text + used, LINE_BYTES - (size_t) used, "%s%s", number, waited);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t left = LINE_BYTES - (size_t) used;
        int more = snprintf(
            to->text + used, left, "%s%.120s", ends[i][0] != '\0' ? " " : "", ends[i]);
        used += (size_t) more < left ? more : (int) left - 1;
    }
}

/* Goes on until there is a line to compare, or it is over. */
static suf_status
advance(side *self)
{
    while (self->first == self->n && !self->is_over && self->status == SUF_OK) {
        self->first = self->n = 0;
        if (suf_replication_step(&self->told.replication)) {
            suf_status status = self->told.replication.core.status;
            self->status = self->status == SUF_OK ? status : self->status;
        } else {
            suf_story_tell_openings(&self->story, self->told.model.end_days);
            self->is_over = true;
        }
    }
    return self->status;
}

static const told_line *
head_of(const side *self)
{
    return self->first < self->n ? &self->lines[self->first] : NULL;
}

/* --- why ---------------------------------------------------------------------------- */

/* What a resolved scenario says: a line a value, with the keys that it stands under. */
typedef struct sayings {
    char **items; /* [n] in order; each and both arrays owned */
    char **sorted;
    size_t n, capacity;
} sayings;

static int
compare_texts(const void *left, const void *right)
{
    return strcmp(*(char *const *) left, *(char *const *) right);
}

static void
sayings_free(sayings *self)
{
    for (size_t i = 0; i < self->n; i++) {
        free(self->items[i]);
    }
    free(self->items);
    free(self->sorted);
    *self = (sayings){0};
}

/* Lines are indented by two blanks a level. */
static suf_status
sayings_make(sayings *self, const char *resolved)
{
    enum { MOST_LEVELS = 16 };
    const char *keys[MOST_LEVELS] = {0};
    suf_text text;
    suf_status status = SUF_OK;
    suf_text_init(&text);
    for (const char *at = resolved; *at != '\0'; at += *at == '\n') {
        size_t length = strcspn(at, "\n");
        size_t level = strspn(at, " ") / 2;
        level = level < MOST_LEVELS ? level : MOST_LEVELS - 1;
        keys[level] = at + strspn(at, " ");
        suf_text_cut(&text, 0);
        for (size_t i = 0; i < level; i++) {
            size_t key = keys[i] != NULL ? strcspn(keys[i], ":\n") : 0;
            suf_text_format(&text, "%.*s.", (int) key, keys[i] != NULL ? keys[i] : "");
        }
        suf_text_format(&text, "%.*s", (int) (at + length - keys[level]), keys[level]);
        at += length;
        SUF_TRY(suf_array_grow(
            &self->items, &self->capacity, self->n + 1, sizeof *self->items));
        SUF_TRY(text.status);
        SUF_TRY(suf_text_copy(suf_text_get(&text), &self->items[self->n]));
        self->n++;
    }
    SUF_TRY(suf_array_new(self->n, sizeof *self->sorted, &self->sorted));
    memcpy(self->sorted, self->items, self->n * sizeof *self->sorted);
    qsort(self->sorted, self->n, sizeof *self->sorted, compare_texts);
out:
    suf_text_free(&text);
    return status;
}

/* What one says and the other does not, but for their names. */
static size_t
tell_sayings(const sayings *self, const sayings *other, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < self->n; i++) {
        const char *text = self->items[i];
        bool is_name = strncmp(text, "name:", 5) == 0 || strncmp(text, "title", 5) == 0;
        bool is_shared = bsearch(&text, other->sorted, other->n, sizeof *other->sorted,
                             compare_texts) != NULL;
        if (!is_name && !is_shared && n++ < MOST_TOLD) {
            (void) printf("  %s alone says: %.200s%s\n", name, text,
                strlen(text) > 200 ? " ..." : "");
        }
    }
    if (n > MOST_TOLD) {
        (void) printf("  and %zu lines more of %s\n", n - MOST_TOLD, name);
    }
    return n;
}

/* Of both; *n counts them. */
static suf_status
tell_scenarios(const side sides[2], size_t *n)
{
    sayings all[2] = {{0}, {0}};
    suf_status status = SUF_OK;
    SUF_TRY(sayings_make(&all[0], sides[0].told.scenario.resolved));
    SUF_TRY(sayings_make(&all[1], sides[1].told.scenario.resolved));
    *n = tell_sayings(&all[0], &all[1], sides[0].told.scenario.name) +
         tell_sayings(&all[1], &all[0], sides[1].told.scenario.name);
out:
    sayings_free(&all[0]);
    sayings_free(&all[1]);
    return status;
}

/* Values that both draw, and that differ. */
static size_t
tell_values(const side sides[2])
{
    size_t n = 0;
    for (uint32_t i = 0; i < sides[0].told.model.n_assumptions; i++) {
        const suf_scenario *one = &sides[0].told.ordered;
        const suf_scenario *other = &sides[1].told.ordered;
        for (uint32_t j = 0; j < sides[1].told.model.n_assumptions; j++) {
            double a = sides[0].told.values[i];
            double b = sides[1].told.values[j];
            if (strcmp(one->assumptions[i].name, other->assumptions[j].name) == 0 &&
                (a < b || a > b) && n++ < MOST_TOLD) {
                (void) printf("  the assumption %s is %.9g in %s and %.9g in %s\n",
                    one->assumptions[i].name, a, one->name, b, other->name);
            }
        }
    }
    if (n > MOST_TOLD) {
        (void) printf("  and %zu assumptions more\n", n - MOST_TOLD);
    }
    return n;
}

/* The unit of a project of the same name and number; SUF_NONE: there is none. */
static uint32_t
find_unit(const side *self, const char *project, uint32_t number)
{
    const suf_delivery_model *delivery = &self->told.model.delivery;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        if (unit->project != SUF_NONE && unit->number == number &&
            strcmp(self->told.ordered.projects[unit->project].project, project) == 0) {
            return i;
        }
    }
    return SUF_NONE;
}

static void
print_opening(const side *self, double days)
{
    char date[11] = "never";
    if (days < 1e6) {
        suf_date_format(self->told.scenario.start_day + (int32_t) floor(days), date);
    }
    (void) printf("%s in %s", date, self->told.scenario.name);
}

/* The first project that opens on another day. */
static bool
tell_project(const side sides[2])
{
    const suf_delivery_model *delivery = &sides[0].told.model.delivery;
    const double *opened[2] = {
        sides[0].story.delivery->opened_days, sides[1].story.delivery->opened_days};
    uint32_t first[2] = {SUF_NONE, SUF_NONE};
    double soonest = (double) INFINITY;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        if (unit->project == SUF_NONE) {
            continue;
        }
        const char *name = sides[0].told.ordered.projects[unit->project].project;
        uint32_t other = find_unit(&sides[1], name, unit->number);
        double a = opened[0][i];
        double b = other != SUF_NONE ? opened[1][other] : a;
        if ((a < b || a > b) && fmin(a, b) < soonest) {
            soonest = fmin(a, b);
            first[0] = i;
            first[1] = other;
        }
    }
    if (first[0] == SUF_NONE) {
        return false;
    }
    const suf_delivery_unit *unit = &delivery->units[first[0]];
    (void) printf("  the first project that opens on another day: %s, unit %" PRIu32 ": ",
        sides[0].told.ordered.projects[unit->project].project, unit->number + 1);
    print_opening(&sides[0], opened[0][first[0]]);
    (void) printf(", ");
    print_opening(&sides[1], opened[1][first[1]]);
    (void) putchar('\n');
    return true;
}

static suf_status
tell(const side sides[2], uint64_t n_same, const told_line *last)
{
    size_t n = 0;
    if (head_of(&sides[0]) == NULL && head_of(&sides[1]) == NULL) {
        (void) printf("no difference: all %" PRIu64 " events are the same\n", n_same);
        return SUF_OK;
    }
    (void) printf("the first difference comes after %" PRIu64
                  " events that are the same\n",
        n_same);
    if (n_same > 0) {
        (void) printf("  both: %s\n", last->text);
    }
    for (int i = 0; i < 2; i++) {
        const told_line *head = head_of(&sides[i]);
        (void) printf("  %s: %s\n", sides[i].told.scenario.name,
            head != NULL ? head->text : "nothing more");
    }
    (void) printf("why: what differs\n");
    suf_status status = tell_scenarios(sides, &n);
    n += tell_values(sides);
    if (!tell_project(sides) && n == 0 && status == SUF_OK) {
        (void) printf("  nothing that the scenarios say: they are the same\n");
    }
    return status;
}

static suf_status
prepare(side *self, const suf_difference_question *question, int i, suf_faults *faults)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_told_prepare(
        &self->told, question->paths[i], question->sets, question->replication, faults));
    self->story = suf_told_story(&self->told);
    self->story.take = take_line;
    self->story.taker = self;
out:
    return status;
}

static suf_status
begin(side *self, uint64_t replication)
{
    self->map = suf_layout_map_of(&self->told.maps);
    self->observer = (suf_observer){suf_story_see, &self->story};
    return suf_replication_start(&self->told.replication, &self->told.parameters,
        replication, &self->map, &self->told.metrics, &self->observer);
}

suf_status
suf_first_difference_tell(const suf_difference_question *question, suf_faults *faults)
{
    side *sides = NULL;
    told_line *last = NULL;
    uint64_t n_same = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(2, sizeof *sides, &sides));
    SUF_TRY(suf_array_new(1, sizeof *last, &last));
    SUF_TRY(prepare(&sides[0], question, 0, faults));
    SUF_TRY(prepare(&sides[1], question, 1, faults));
    SUF_TRY(begin(&sides[0], question->replication));
    SUF_TRY(begin(&sides[1], question->replication));
    for (;;) {
        SUF_TRY(advance(&sides[0]));
        SUF_TRY(advance(&sides[1]));
        const told_line *a = head_of(&sides[0]);
        const told_line *b = head_of(&sides[1]);
        if (a == NULL || b == NULL || strcmp(a->text, b->text) != 0) {
            break;
        }
        *last = *a;
        n_same++;
        sides[0].first++;
        sides[1].first++;
    }
    (void) printf("%s and %s, replication %" PRIu64 ", ", sides[0].told.scenario.name,
        sides[1].told.scenario.name, question->replication);
    status = tell(sides, n_same, last);
out:
    for (int i = 0; sides != NULL && i < 2; i++) {
        suf_told_free(&sides[i].told);
        free(sides[i].lines);
    }
    free(sides);
    free(last);
    return status;
}
