/* Values as written: texts, names, and what is referred to by its name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "scenario/read/value.h"
#include "scenario/types/encoding.h"

enum { MOST_NAME_BYTES = 100, MOST_LABEL_BYTES = 200 };

/* A name for a map of this kind of names; false when told. */
static bool
is_name(suf_reader *self, const suf_place *place, const char *text)
{
    size_t n = strlen(text);
    if (n > 0 && n <= MOST_NAME_BYTES &&
        strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n) {
        return true;
    }
    suf_reader_fault(self, place, NULL,
        "found '%.80s', expected a name of letters a-z, digits, _ and -%s", text,
        n > MOST_NAME_BYTES ? ", at most 100 long" : "");
    return false;
}

static bool
is_label(suf_reader *self, const suf_place *place, const char *text)
{
    size_t n = strlen(text);
    const char *why = NULL;
    if (n == 0) {
        why = "nothing is there";
    } else if (n > MOST_LABEL_BYTES) {
        why = "longer than 200 bytes";
    }
    for (size_t i = 0; why == NULL && i < n; i++) {
        if ((unsigned char) text[i] < 0x20 || text[i] == 0x7f) {
            why = "a control character is in it";
        }
    }
    const char *odd = why == NULL ? suf_encoding_oddity(text) : NULL;
    if (why != NULL) {
        suf_reader_fault(
            self, place, NULL, "found '%.80s': %s, expected a name", text, why);
    } else if (odd != NULL && text[0] != '\0' && strstr(odd, "accents") == NULL) {
        suf_reader_fault(
            self, place, NULL, "found '%.80s'%s, expected a name without", text, odd);
        return false;
    }
    return why == NULL;
}

/* What is odd about a name that is not known, as text behind it. */
static const char *
oddity(const char *text)
{
    const char *odd = suf_encoding_oddity(text);
    return odd != NULL ? odd : "";
}

/* The number of a "district" or "service" by its name; SUF_NONE when told. */
static uint32_t
find(suf_reader *self, const suf_place *place, const char *kind, const suf_names *names,
    const char *text)
{
    uint32_t found = suf_names_find(names, text);
    if (found != SUF_NONE) {
        suf_reader_refer(self, kind, text);
    } else if (names->n > 0 && /* none at all is told elsewhere */
               !suf_reader_knows(self, kind, text, place->source)) {
        suf_reader_fault_near(self, place, suf_reader_near(self, names, text),
            "found '%.80s'%s, expected the name of a %s", text, oddity(text), kind);
    }
    return found;
}

uint32_t
suf_value_district(suf_reader *self, const suf_place *place, const char *text)
{
    return find(self, place, "district", &self->districts, text);
}

/* True for texts that something else may name: not those for people. */
static bool
is_name_like(const suf_key *key)
{
    static const char *const for_people[] = {
        "title", "title_zh", "caveat", "caveat_zh", "source", "area", "code", "site"};
    for (size_t i = 0; i < sizeof for_people / sizeof for_people[0]; i++) {
        if (strcmp(key->name, for_people[i]) == 0) {
            return false;
        }
    }
    return true;
}

void
suf_read_district(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    uint32_t index = suf_value_district(self, &node->place, node->text);
    memcpy(suf_key_member(object, key->offset), &index, sizeof index);
}

void
suf_read_beyond(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    const uint32_t outside = SUF_NONE;
    if (strcmp(node->text, "outside") != 0) {
        suf_read_district(self, key, node, object);
    } else {
        memcpy(suf_key_member(object, key->offset), &outside, sizeof outside);
    }
}

void
suf_read_service(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    uint32_t index = find(self, &node->place, "service", &self->services, node->text);
    memcpy(suf_key_member(object, key->offset), &index, sizeof index);
}

/* A copy of the node's text into the member. */
static void
take_text(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    char *copy = NULL;
    if (suf_reader_ok(
            self, suf_arena_text(self->arena, node->text, strlen(node->text), &copy))) {
        memcpy(suf_key_member(object, key->offset), &copy, sizeof copy);
    }
}

void
suf_read_text(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    const char *odd =
        is_name_like(key) && !self->is_resolved ? suf_encoding_oddity(node->text) : NULL;
    if (odd != NULL && strstr(odd, "begins or ends") != NULL) {
        suf_reader_fault(self, &node->place, NULL,
            "found '%.80s'%s, expected a name without", node->text, odd);
    } else {
        take_text(self, key, node, object);
    }
}

void
suf_read_name(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    if (is_name(self, &node->place, node->text)) {
        take_text(self, key, node, object);
    }
}

void
suf_read_label(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    if (is_label(self, &node->place, node->text)) {
        take_text(self, key, node, object);
    }
}
