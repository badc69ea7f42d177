/* Where a fault was made, of names that are unknown in many places.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "scenario/check/check.h"

/* Puts a fault at the place where the cause is in that of the one which was told. */
static void
replace(suf_reader *self, size_t index, const suf_place *place, const char *hint,
    const char *message)
{
    suf_source_fault(self->faults, place, NULL, hint, message);
    suf_faults_move_last(self->faults, index);
}

static bool
is_referred(const suf_reader *self, const char *kind, const char *name)
{
    char text[400];
    (void) snprintf(text, sizeof text, "%.60s %.300s", kind, name);
    return suf_names_find(&self->referred, text) != SUF_NONE;
}

/* Where a district or a service is defined. */
static suf_place
definition(const suf_reader *self, bool is_district, uint32_t number)
{
    const suf_scenario *scenario = self->scenario;
    if (is_district && number < scenario->n_districts) {
        return (suf_place){suf_reader_source_of(self, &scenario->districts, number),
            scenario->districts[number].line, 1};
    }
    const suf_entry *services = suf_node_find(self->root, "services");
    if (!is_district && services != NULL && number < services->value->n_entries) {
        return services->value->entries[number].place;
    }
    return (suf_place){0};
}

/* One name that many places name and that there is not: it is misspelt where it is
 * defined, when nothing names what stands there; a district that tables of several files
 * name is missing among the districts. */
static void
settle(suf_reader *self, const char *kind, const char *name, const suf_cause *told)
{
    bool is_district = strcmp(kind, "district") == 0;
    const suf_names *names = is_district ? &self->districts : &self->services;
    const char *near = suf_names_near(names, name);
    size_t n = self->faults->items[told->fault].n_more + 1;
    char message[400];
    char hint[200];
    if (near != NULL && n > 1 && !is_referred(self, kind, near)) {
        suf_place place = definition(self, is_district, suf_names_find(names, near));
        (void) snprintf(message, sizeof message,
            "found %s '%.80s', which nothing names, while %zu places name '%.80s'", kind,
            near, n, name);
        (void) snprintf(hint, sizeof hint, "did you mean '%.150s'?", name);
        if (place.source != NULL) {
            replace(self, told->fault, &place, hint, message);
        }
    } else if (near == NULL && is_district && n > 2 && told->is_of_several) {
        const suf_source *source =
            suf_reader_source_of(self, &self->scenario->districts, SIZE_MAX);
        suf_place place = {source, 0, 0};
        (void) snprintf(message, sizeof message,
            "no row for district '%.80s', which %zu places name", name, n);
        if (source != NULL && source->is_table) {
            replace(self, told->fault, &place, NULL, message);
        }
    }
}

void
suf_check_causes(suf_reader *self)
{
    for (size_t i = 0; i < self->causes.n && !suf_reader_is_full(self); i++) {
        static const char *const kinds[] = {"district", "service"};
        for (size_t j = 0; j < 2; j++) {
            const char *text = self->causes.texts[i];
            size_t n = strlen(kinds[j]);
            if (strncmp(text, kinds[j], n) == 0 && text[n] == ' ' &&
                self->told[i].fault < self->faults->n) {
                settle(self, kinds[j], text + n + 1, &self->told[i]);
            }
        }
    }
}
